/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.gluster.gcs.testkit.Live;
import org.gluster.gcs.testkit.access.Namespaced.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Access lists over real GlusterFS: clients in network namespaces of their own, see {@link AccessScenario}. */
@Live
class AccessLiveTest {

    static Stream<String> forms() {
        return AccessScenario.FORMS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void aListedClientIsServed_andAnUnlistedOneRefused(String form) throws Exception {
        passes(form);
    }

    @Test
    void nodesAndBricks_takeAPatternForTheSame() throws Exception {
        passes("patterns");
    }

    @Test
    void aNodeThatIsAddedLater_isOnTheListsOfVolumesThatNameTheNodes() throws Exception {
        passes("nodes");
    }

    @Test
    void noCredential_isInAnyAnswerOverTcp() throws Exception {
        passes("scan");
    }

    private static void passes(String scenario) throws Exception {
        Result result = Namespaced.run(AccessScenario.class, scenario);
        assertThat(result.status()).as(result.output()).isZero();
        System.out.print(result.output());
    }
}
