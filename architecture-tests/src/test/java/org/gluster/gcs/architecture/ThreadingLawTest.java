/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.gluster.gcs.engine.agent.fixture.Lawful;
import org.gluster.gcs.engine.agent.fixture.Lawless;
import org.junit.jupiter.api.Test;

class ThreadingLawTest {

    @Test
    void loopsKeepTheLaw() {
        JavaClasses all = Modules.all();
        ThreadingLaw.rule().check(all);
        assertThat(all.stream().filter(ThreadingLaw::runsOnALoop)).hasSizeGreaterThan(60);
        assertThat(all.stream().filter(ThreadingLaw::isDriver)).hasSizeGreaterThan(6);
    }

    @Test
    void eachBreachIsRejected() {
        JavaClass lawless = Modules.fixture(Lawless.class).get(Lawless.class);
        assertThat(methods(lawless)).hasSizeGreaterThan(35);
        assertThat(ThreadingLaw.rejected(ThreadingLaw.rule(), lawless)).isEqualTo(methods(lawless));
    }

    @Test
    void whatIsAllowedIsNotRejected() {
        JavaClass lawful = Modules.fixture(Lawful.class).get(Lawful.class);
        assertThat(methods(lawful)).isNotEmpty();
        assertThat(ThreadingLaw.rule()
                        .evaluate(Modules.fixture(Lawful.class))
                        .getFailureReport()
                        .getDetails())
                .isEmpty();
    }

    @Test
    void driversAreHeldToIt_whereverTheyAre_withWhatIsNestedInThem() {
        assertThat(ThreadingLaw.rule()
                        .evaluate(Modules.fixture(ImpureDriver.class, ImpureDriver.Clocks.class))
                        .getFailureReport()
                        .getDetails())
                .singleElement()
                .asString()
                .contains("Clocks.late()")
                .contains("Instant.now()");
    }

    private static Set<String> methods(JavaClass type) {
        return type.getMethods().stream()
                .filter(method -> !method.getModifiers().contains(JavaModifier.SYNTHETIC))
                .map(JavaMember::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
