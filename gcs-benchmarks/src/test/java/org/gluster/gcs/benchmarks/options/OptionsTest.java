/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.benchmarks.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void valuesComeInBothForms_andTheLastOneCounts() {
        Options options = of("--runs", "3", "--volumes=100,1", "--json", "--runs=5");

        assertThat(options.number("--runs", 1)).isEqualTo(5);
        assertThat(options.numbers("--volumes", "7")).containsExactly(1, 100);
        assertThat(options.has("--json")).isTrue();
        assertThat(options.has("--start")).isFalse();
        assertThat(of().number("--runs", 4)).isEqualTo(4);
        assertThat(options.directory()).isAbsolute();
    }

    @Test
    void whatIsNotMeant_isRefusedByName() {
        assertRefused("this benchmark has no option --rusn; it has --dir, --json, --runs, --volumes", "--rusn", "3");
        assertRefused("this benchmark has no option --json=yes", "--json=yes");
        assertRefused("this benchmark has no option 3", "3");
        assertRefused("--runs needs a value", "--runs");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of("--runs", "0").number("--runs", 1))
                .withMessage("--runs takes a number from 1 to 99999, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of("--volumes", "1,x").numbers("--volumes", "1"))
                .withMessageContaining("not 1,x");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of("--dir", "/nowhere").directory())
                .withMessage("--dir takes a directory that exists, not /nowhere");
    }

    private static void assertRefused(String words, String... given) {
        assertThatIllegalArgumentException().isThrownBy(() -> of(given)).withMessageStartingWith(words);
    }

    private static Options of(String... words) {
        return Options.of(List.of(words), Set.of("--runs", "--volumes", "--dir"), Set.of("--json"));
    }
}
