/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.behaviour;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gluster.gcs.ErrorCode;
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
        String together = "GlusterD2 has no transaction over several volumes";
        return List.of(
                Difference.lacking("creates several volumes together", together),
                Difference.otherwise("creates none of several when one is refused, and names each that was", together),
                Difference.lacking("deletes several volumes together", together),
                Difference.otherwise("deletes none of several when one is refused", together),
                Difference.lacking("creates several volumes once, of two calls with one key", together),
                Difference.lacking("changes labels of a device", "GlusterD2 keeps none"),
                Difference.lacking("describes its options", "GlusterD2 tells those of a volume only"),
                Difference.lacking("has no finding in an audit", "GlusterD2 has no audit"),
                Difference.lacking("plans a volume and changes nothing", "GlusterD2 plans only what it makes"),
                Difference.lacking("creates a volume just as it was planned", "GlusterD2 plans only what it makes"),
                Difference.lacking("tells the largest volume and how many fit", "GlusterD2 plans only what it makes"),
                Difference.lacking("tells how a device could be drained", "GlusterD2 moves no bricks"),
                Difference.lacking("tells who may mount a volume, and changes it", "everybody may"),
                Difference.lacking("starts one volume once by two starts with one key", "GlusterD2 knows no keys"),
                Difference.otherwise(
                        "plans nothing that fits nowhere, and says why", "GlusterD2 plans only what it makes"),
                Difference.otherwise(
                        "refuses to remove a device with bricks", "GlusterD2 has no way to remove a device"),
                Difference.otherwise(
                        "gives a volume the options of a group", "GlusterD2 sets the options and forgets the group"),
                new Difference(
                        "deletes one volume by two deletes with one key",
                        Optional.of(ErrorCode.VOLUME_NOT_FOUND),
                        "GlusterD2 knows no keys, and the volume is gone"));
    }
}
