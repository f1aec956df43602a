/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.volfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphTest {

    @Test
    void text_isWhatGlusterReads() {
        Graph graph = Graph.of(List.of(
                Translator.of("a", "storage/posix").with("directory", "/b").with("note", "two words"),
                Translator.of("b", "features/locks").over("a"),
                Translator.of("c", "debug/io-stats").with("kind", "type").over("b", "a")));

        assertThat(graph.text()).isEqualTo("""
                volume a
                    type storage/posix
                    option directory /b
                    option note "two words"
                end-volume

                volume b
                    type features/locks
                    subvolumes a
                end-volume

                volume c
                    type debug/io-stats
                    option kind "type"
                    subvolumes b a
                end-volume

                """);
        assertThat(Graph.parse(graph.text())).isEqualTo(graph).hasSameHashCodeAs(graph);
        assertThat(graph.root().name()).isEqualTo("c");
        assertThat(graph.translator("b")).contains(graph.translators().get(1));
        assertThat(graph.translator("d")).isEmpty();
    }

    @Test
    void of_whenNoGraph_saysWhy() {
        Translator a = Translator.of("a", "t");
        Translator b = Translator.of("b", "t").over("a");
        assertThatIllegalArgumentException().isThrownBy(() -> Graph.of(List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Graph.of(List.of(b, a)))
                .withMessageContaining("not defined before");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Graph.of(List.of(a, a)))
                .withMessageContaining("two translators are called a");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Graph.of(List.of(a, b, Translator.of("c", "t").over("a"))))
                .withMessageContaining("one root")
                .withMessageContaining("[b, c]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Graph.of(List.of(Translator.of("a", "t").over("a"))))
                .withMessageContaining("not defined before");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "a`id`b", "a\"b", "a\\b", "a\u0000", "a\u007f", "a\u0085", "\ud800"})
    void with_whenValueCouldBreakOutOfItsLine_isRefused(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Translator.of("a", "t").with("key", value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "#a", "volume", "end-volume", "a\tb", "a`b"})
    void of_whenNameIsNoPlainWord_isRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> Translator.of(name, "t"));
        assertThatIllegalArgumentException().isThrownBy(() -> Translator.of("a", name));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Translator.of("a", "t").with(name, "v"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Translator.of("a", "t").over(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "volume a\n",
                "type t\n",
                "volume a\ntype t\nend-volume extra\n",
                "volume a\ntype t\noption k\nend-volume\n",
                "volume a\ntype t\noption k v\noption k w\nend-volume\n",
                "volume a\ntype t\noption k \"v\nend-volume\n",
                "volume a\nvolume b\n",
                "volume a\ntype t\nsubvolumes\nend-volume\n",
                "volume a\ntype t\noption k `id`\nend-volume\n",
                "volume a\ntype t\nend-volume\nrubbish\n"
            })
    void parse_whenNoVolfile_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Graph.parse(text));
    }

    @Test
    void parse_ignoresCommentsAndBlanks() {
        assertThat(Graph.parse("# all\r\n\n volume a # here\r\n\ttype\tt\n  end-volume"))
                .isEqualTo(Graph.of(List.of(Translator.of("a", "t"))));
    }

    @Test
    void toString_hidesPasswords() {
        VolumeSpec volume = Volumes.recorded("rep3", new java.util.UUID(1, 2));
        assertThat(VolumeGraphs.trustedClient(volume).translators().toString())
                .contains("password=(hidden)")
                .doesNotContain("password=CREDENTIAL");
        assertThat(VolumeGraphs.brick(volume, 0).translators().toString()).doesNotContain("password=CREDENTIAL");
        assertThat(volume.toString()).contains("Credentials[hidden]").doesNotContain("CREDENTIAL");
    }

    @Test
    void anyGraph_comesBackFromItsText() {
        long seed = Long.parseLong(seedText());
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            Graph graph = randomGraph(random);
            assertThat(Graph.parse(graph.text()))
                    .as("seed %s round %s", seed, round)
                    .isEqualTo(graph);
        }
    }

    @Test
    void parse_whenTextIsDamaged_answersOrRefuses() {
        long seed = Long.parseLong(seedText());
        Random random = new Random(seed);
        String sound = VolumeGraphs.brick(Volumes.replica3("fuzz"), 1).text();
        String alphabet = "volumetypeoptionend-\n\n \t#\"`\\/.,*\0\ud800x";
        int refused = 0;
        for (int round = 0; round < 3_000; round++) {
            StringBuilder text = new StringBuilder(sound);
            for (int change = 1 + random.nextInt(4); change > 0; change--) {
                int at = random.nextInt(text.length());
                char with = alphabet.charAt(random.nextInt(alphabet.length()));
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, with);
                    case 1 -> text.insert(at, with);
                    default -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(200)));
                }
            }
            try {
                Graph graph = Graph.parse(text.toString());
                assertThat(Graph.parse(graph.text()))
                        .as("seed %s round %s", seed, round)
                        .isEqualTo(graph);
            } catch (IllegalArgumentException expected) {
                refused++;
            }
        }
        assertThat(refused).as("seed %s", seed).isBetween(500, 2_999);
    }

    private static Graph randomGraph(Random random) {
        List<Translator> translators = new ArrayList<>();
        List<String> tops = new ArrayList<>();
        int count = 1 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            Translator translator = Translator.of(i + randomWord(random), randomWord(random));
            for (int option = random.nextInt(5); option > 0; option--) {
                translator = translator.with(randomWord(random), randomValue(random));
            }
            boolean last = i == count - 1;
            List<String> below = new ArrayList<>();
            for (String top : List.copyOf(tops)) {
                if (last || random.nextBoolean()) {
                    below.add(top);
                    tops.remove(top);
                }
            }
            translators.add(translator.over(below));
            tops.add(translator.name());
        }
        return Graph.of(translators);
    }

    private static String randomWord(Random random) {
        return "w" + randomText(random, "abcXYZ019-_./:#,*\u00fc\u4e2d\u0436");
    }

    private static String randomValue(Random random) {
        return random.nextInt(8) == 0 ? "volume" : randomText(random, "ab 019-_./:#,*\u00fc\u4e2d") + "z";
    }

    private static String randomText(Random random, String alphabet) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(12); length > 0; length--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static String seedText() {
        String given = System.getProperty("gcs.seed", "");
        String seed = given.isEmpty() ? Long.toString(System.nanoTime()) : given;
        System.out.println("gcs.seed=" + seed);
        return seed;
    }
}
