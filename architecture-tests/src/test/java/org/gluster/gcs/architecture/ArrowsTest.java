/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.gluster.gcs.ApiUsingHttp;
import org.gluster.gcs.block.fixture.BlockUsingEngine;
import org.gluster.gcs.cli.fixture.CliLogging;
import org.gluster.gcs.core.fixture.CoreUsingBlock;
import org.gluster.gcs.core.fixture.CoreUsingFiles;
import org.gluster.gcs.core.planner.fixture.PlannerUsingFiles;
import org.gluster.gcs.core.planner.fixture.PlannerUsingWire;
import org.gluster.gcs.core.rest.fixture.ClientShowingItsLibrary;
import org.gluster.gcs.core.wire.fixture.WireUsingHttp;
import org.gluster.gcs.engine.fixture.EngineRunningACommand;
import org.gluster.gcs.engine.fixture.EngineUsingCli;
import org.gluster.gcs.engine.fixture.EngineUsingInternals;
import org.gluster.gcs.engine.fixture.EngineUsingJetty;
import org.gluster.gcs.engine.fixture.EngineUsingTestkit;
import org.gluster.gcs.gluster.fixture.GlusterUsingEngine;
import org.gluster.gcs.testkit.fixture.TestkitUsingCli;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ArrowsTest {

    @Test
    void everyModuleIsThere_withItsArrow() {
        assertThat(Modules.names()).isEqualTo(Arrows.modules());
        for (String module : Modules.names()) {
            assertThat(Modules.of(module))
                    .as(module)
                    .hasSizeGreaterThan(module.equals("gcs-cli") || module.equals("gcs-benchmarks") ? 5 : 20);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void eachModuleUsesOnlyWhatItMay(String module) {
        Arrows.of(module).check(Modules.of(module));
    }

    static List<String> names() {
        return Modules.names();
    }

    @Test
    void plannerIsPure() {
        Arrows.planner().check(Modules.of("gcs-core"));
    }

    @Test
    void wireKnowsNoHttpClient() {
        Arrows.wire().check(Modules.of("gcs-core"));
    }

    @Test
    void jettyIsAtTheFrontDoorOnly() {
        Arrows.jettyAtTheFrontDoor().check(Modules.all());
    }

    @Test
    void coreTouchesNoDisk() {
        Arrows.coreTouchesNoDisk().check(Modules.of("gcs-core"));
    }

    @Test
    void clientHidesItsLibraries() {
        Arrows.clientHidesItsLibraries().check(Modules.of("gcs-core"));
    }

    @Test
    void commandsRunBehindTheHostOnly() {
        Arrows.commandsThroughTheHost().check(Modules.all());
    }

    @ParameterizedTest
    @MethodSource("violations")
    void aViolationIsRejected(ArchRule rule, Class<?> violation) {
        assertThat(rule.evaluate(Modules.fixture(violation)).getFailureReport().getDetails())
                .as(rule.getDescription())
                .isNotEmpty();
    }

    static Stream<Arguments> violations() {
        return Stream.of(
                Arguments.of(Arrows.of("gcs-api"), ApiUsingHttp.class),
                Arguments.of(Arrows.of("gcs-core"), CoreUsingBlock.class),
                Arguments.of(Arrows.of("gcs-block"), BlockUsingEngine.class),
                Arguments.of(Arrows.of("gcs-gluster"), GlusterUsingEngine.class),
                Arguments.of(Arrows.of("gcs-engine"), EngineUsingTestkit.class),
                Arguments.of(Arrows.of("gcs-engine"), EngineUsingCli.class),
                Arguments.of(Arrows.of("gcs-engine"), EngineUsingInternals.class),
                Arguments.of(Arrows.of("gcs-testkit"), TestkitUsingCli.class),
                Arguments.of(Arrows.of("gcs-cli"), CliLogging.class),
                Arguments.of(Arrows.planner(), PlannerUsingWire.class),
                Arguments.of(Arrows.planner(), PlannerUsingFiles.class),
                Arguments.of(Arrows.wire(), WireUsingHttp.class),
                Arguments.of(Arrows.jettyAtTheFrontDoor(), EngineUsingJetty.class),
                Arguments.of(Arrows.coreTouchesNoDisk(), CoreUsingFiles.class),
                Arguments.of(Arrows.clientHidesItsLibraries(), ClientShowingItsLibrary.class),
                Arguments.of(Arrows.commandsThroughTheHost(), EngineRunningACommand.class));
    }
}
