/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.behaviour;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.core.RemoteGcs;
import org.gluster.gcs.core.rest.HttpTransport;
import org.gluster.gcs.testkit.GcsBehaviourKit;
import org.gluster.gcs.testkit.gd2.StandInGd2;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** The remote client over a plain GlusterD2, whose stand-in is held to recordings of the real one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class Gd2BehaviourTest extends GcsBehaviourKit {
    private final StandInGd2 standIn;
    private final RemoteGcs remote;

    Gd2BehaviourTest() throws IOException {
        standIn = StandInGd2.cluster(3).open();
        remote = RemoteGcs.over(
                HttpTransport.builder().endpoint(standIn.uri().toString()).build());
    }

    @AfterAll
    void end() {
        remote.close();
        standIn.close();
    }

    @Override
    protected Gcs gcs() {
        return remote;
    }

    @Override
    protected Map.Entry<String, List<String>> option() {
        return Map.entry("replicate.eager-lock", List.of("off", "on"));
    }

    @Override
    protected String impossibleValue() {
        return "perhaps";
    }

    @Override
    protected List<Difference> differences() {
        return List.of();
    }
}
