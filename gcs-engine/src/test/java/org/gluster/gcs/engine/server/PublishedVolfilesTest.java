/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.TreeMap;
import org.gluster.gcs.engine.catalogue.SampleVolumes;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.engine.catalogue.VolumeRecord.Intent;
import org.gluster.gcs.gluster.volfile.VolfileKey;
import org.junit.jupiter.api.Test;

class PublishedVolfilesTest {
    private final PublishedVolfiles published = new PublishedVolfiles(Path.of("/gcs/run/self-heal.pid"));

    /** A process that is given the graph of a brick which was detached from it a moment ago begins to serve it anew, by itself. */
    @Test
    void aBrickOfAVolumeThatIsNotStarted_hasNoVolfile() {
        VolumeRecord started = SampleVolumes.volume("v", 1 << 30, Intent.STARTED);
        String key = VolfileKey.brick("v", started.bricks().get(0).id()).toString();

        published.publish(started, true, new TreeMap<>());
        assertThat(published.volfile(key, true)).isPresent();
        assertThat(published.volfile(key, false)).isEmpty();

        published.publish(SampleVolumes.volume("v", 1 << 30, Intent.STOPPED), false, new TreeMap<>());
        assertThat(published.volfile(key, true)).isEmpty();
        assertThat(published.volfile("v", true)).isEmpty();
    }
}
