/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.gluster.gcs.engine.store.StoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Opens one stored record of every kind, as the first schema writes it. These files are never edited; a schema adds its own. */
class SchemaTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String SECRET = "correct-horse-battery-staple";

    /** A kind of record, and the file that holds one. */
    record Kind(String name, Codec<? extends Stored> codec) {
        String text() {
            String path = "/schema-1/" + name + ".json";
            try (InputStream file = Objects.requireNonNull(SchemaTest.class.getResourceAsStream(path), path)) {
                return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
            } catch (IOException failure) {
                throw new AssertionError(path, failure);
            }
        }

        ObjectNode tree() {
            try {
                return (ObjectNode) MAPPER.readTree(text());
            } catch (IOException failure) {
                throw new AssertionError(name, failure);
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Kind kind(String name) {
        return kinds().stream()
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static List<Kind> kinds() {
        return List.of(
                new Kind("cluster", Codec.CLUSTER),
                new Kind("peer", Codec.PEER),
                new Kind("device", Codec.DEVICE),
                new Kind("volume", Codec.VOLUME),
                new Kind("operation", Codec.OPERATION),
                new Kind("key", Codec.KEY),
                new Kind("group", Codec.GROUP),
                new Kind("event", Codec.EVENT),
                new Kind("floor", Codec.FLOOR),
                new Kind("status", Codec.STATUS),
                // what later releases of the same schema add
                new Kind("operation-of-several", Codec.OPERATION),
                new Kind("status-of-peer", Codec.STATUS));
    }

    @Test
    void everyKindHasAFile() {
        List<String> codecs = Arrays.stream(Codec.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == Codec.class)
                .map(field -> field.getName().toLowerCase(Locale.ROOT))
                .toList();
        assertThat(kinds())
                .extracting(Kind::name)
                .filteredOn(name -> !name.contains("-"))
                .containsExactlyInAnyOrderElementsOf(codecs);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aRecordOfSchemaOne_isRead_andWrittenAsItWas(Kind kind) {
        assertThat(rewritten(kind.codec(), kind.text())).isEqualTo(kind.text());
        assertThat(kind.codec().read(kind.name(), kind.text()).unknown()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void fieldsThatThisReleaseDoesNotKnow_survive(Kind kind) throws IOException {
        ObjectNode later = kind.tree();
        later.putObject("later")
                .put("number", 1L << 40)
                .putArray("list")
                .add("a")
                .addNull();
        later.put("another", true);
        JsonNode again = MAPPER.readTree(rewritten(kind.codec(), later.toString()));
        assertThat(again).isEqualTo(later);
    }

    /** Fields that hold whatever keys there are, and so no value of ours. */
    private static final Set<String> MAPS = Set.of("labels", "metadata", "options", "starts", "ports");

    /** In the record, and in every value nested in it. */
    private static ObjectNode withUnknownFields(ObjectNode tree) {
        List<ObjectNode> objects = new ArrayList<>();
        objectsOf(tree, objects);
        objects.forEach(object -> object.put("later", "of a later release " + objects.indexOf(object)));
        return tree;
    }

    private static void objectsOf(JsonNode node, List<ObjectNode> found) {
        if (node instanceof ObjectNode object) {
            found.add(object);
        }
        node.properties().forEach(field -> {
            if (!MAPS.contains(field.getKey())) {
                objectsOf(field.getValue(), found);
            }
        });
        if (node.isArray()) {
            node.forEach(child -> objectsOf(child, found));
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void fieldsOfNestedValuesThatThisReleaseDoesNotKnow_survive(Kind kind) throws IOException {
        ObjectNode later = withUnknownFields(kind.tree());
        assertThat(MAPPER.readTree(rewritten(kind.codec(), later.toString()))).isEqualTo(later);
    }

    @Test
    void theFilesHoldNestedValues() {
        List<String> nested = kinds().stream()
                .map(kind -> kind.name() + " "
                        + withUnknownFields(kind.tree()).findValues("later").size())
                .toList();
        assertThat(nested)
                .contains("volume 6", "operation 2", "status 3", "operation-of-several 5", "status-of-peer 3");
    }

    @Test
    void unknownFieldsOfNestedValuesSurviveAChange_andGoWithTheirValue() throws IOException {
        String volume = withUnknownFields(kind("volume").tree()).toString();
        VolumeRecord changed = Codec.VOLUME
                .read("volume/data", volume)
                .intend(VolumeRecord.Intent.STARTED, "STARTING", "operation")
                .confirmed("STARTED");
        JsonNode bricks = MAPPER.readTree(Codec.VOLUME.write(changed)).get("bricks");
        assertThat(bricks).isNotEmpty().isEqualTo(MAPPER.readTree(volume).get("bricks"));

        OperationRecord operation = Codec.OPERATION.read(
                "operation/1", withUnknownFields(kind("operation").tree()).toString());
        JsonNode ended = MAPPER.readTree(Codec.OPERATION.write(operation.ended("FAILED", "now")));
        assertThat(ended.get("error").get("later").asText()).startsWith("of a later release");
        JsonNode turned = MAPPER.readTree(
                Codec.OPERATION.write(operation.turning("FAILING", OperationRecord.Failure.of("REFUSED", "no", ""))));
        assertThat(turned.get("later").asText()).startsWith("of a later release");
        assertThat(turned.get("error").has("later")).isFalse();
    }

    @Test
    void aReportWithUnknownFieldsSaysTheSame() {
        Kind status = kind("status");
        StatusRecord known = Codec.STATUS.read("here", status.text());
        StatusRecord later =
                Codec.STATUS.read("here", withUnknownFields(status.tree()).toString());
        assertThat(known).isNotEqualTo(later);
        assertThat(known.saysTheSameAs(later)).isTrue();
        assertThat(known.saysTheSameAs(StatusRecord.ofPeer(1, true, StatusRecord.Trouble.NONE)))
                .isFalse();
    }

    @Test
    void unknownFieldsSurviveAChange() throws IOException {
        ObjectNode later = kind("volume").tree().put("later", "kept");
        VolumeRecord changed = Codec.VOLUME
                .read("volume/data", later.toString())
                .intend(VolumeRecord.Intent.ABSENT, "DELETING", "operation")
                .confirmed("DELETED");
        JsonNode again = MAPPER.readTree(Codec.VOLUME.write(changed));
        assertThat(again.get("later").asText()).isEqualTo("kept");
        assertThat(again.get("state").asText()).isEqualTo("DELETED");
    }

    /** Before there were other kinds of volume, records said how many replicas there are, and nothing of roles. */
    @Test
    void aVolumeThatNamesReplicas_isReadAndWrittenAsOneOfToday() {
        ObjectNode today = kind("volume").tree();
        ObjectNode early = today.deepCopy().put("replicas", 3);
        early.remove("redundancy");
        early.get("bricks").forEach(brick -> ((ObjectNode) brick).remove(List.of("role", "backing")));

        assertThat(rewritten(Codec.VOLUME, early.toString())).isEqualTo(today.toString());
    }

    /** Before options could be changed, records said nothing of profiles, changes, restarts and metadata. */
    @Test
    void aVolumeThatKnowsNoProfilesAndMetadata_hasNone() {
        ObjectNode early = kind("volume").tree();
        early.remove(List.of("profiles", "change", "starts", "metadata"));

        VolumeRecord read = Codec.VOLUME.read("volume/data", early.toString());
        assertThat(read.profiles()).isEmpty();
        assertThat(read.change()).isEqualTo(VolumeRecord.Change.NONE);
        assertThat(read.startsOn("node1")).isZero();
        assertThat(read.metadata()).isEmpty();
        assertThat(read.effectiveOptions()).isEqualTo(read.options()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aRecordOfAFutureSchema_isRefused_whateverItsFieldsAre(Kind kind) {
        ObjectNode future = MAPPER.createObjectNode().put("schema", Stored.SCHEMA + 1);
        kind.tree().fieldNames().forEachRemaining(name -> {
            if (!name.equals("schema")) {
                future.putArray(name).add("of another type");
            }
        });
        refused(kind, future.toString(), "the record at here has schema 2", "reads up to 1", "newer release");
        refused(kind, kind.tree().put("schema", Integer.MAX_VALUE).toString(), "schema 2147483647");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatIsNoRecord_isRefused(Kind kind) {
        refused(kind, "", "the record at here cannot be read");
        refused(kind, "null", "the record at here cannot be read");
        refused(kind, "{}", "it has no schema");
        refused(kind, kind.text().substring(0, kind.text().length() / 2), "the record at here cannot be read");
        refused(kind, kind.tree().put("schema", 0).toString(), "it has no schema");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void secretsAreNotShown(Kind kind) {
        Stored stored = kind.codec().read(kind.name(), kind.text());
        assertThat(stored.toString()).isNotEmpty().doesNotContain(SECRET);
        assertThat(List.of(stored).toString()).doesNotContain(SECRET);
        assertThat(Map.of("record", stored).toString()).doesNotContain(SECRET);
    }

    @Test
    void theVolumesFileHasASecret() {
        assertThat(Codec.VOLUME.read("volume/data", kind("volume").text()).password())
                .isEqualTo(SECRET);
    }

    private static void refused(Kind kind, String text, String... parts) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> kind.codec().read("here", text))
                .satisfies(failure -> {
                    assertThat(failure.kind()).isEqualTo(StoreException.Kind.CORRUPT);
                    assertThat(failure.getMessage()).contains(parts);
                });
    }

    private static <R extends Stored> String rewritten(Codec<R> codec, String text) {
        return codec.write(codec.read("here", text));
    }
}
