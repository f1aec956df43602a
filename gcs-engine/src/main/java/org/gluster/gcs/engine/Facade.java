/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine;

import java.util.SortedSet;
import java.util.UUID;
import org.gluster.gcs.Capability;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.audit.AuditReport;
import org.gluster.gcs.cluster.Devices;
import org.gluster.gcs.cluster.Peers;
import org.gluster.gcs.event.Events;
import org.gluster.gcs.layout.Layouts;
import org.gluster.gcs.operation.Operations;
import org.gluster.gcs.option.OptionGroups;
import org.gluster.gcs.option.Options;
import org.gluster.gcs.volume.VolumeHandle;
import org.gluster.gcs.volume.Volumes;

/** An engine's facade that can also end the data plane. */
record Facade(Gcs gcs, UUID clusterId, Runnable stopDaemons) implements EmbeddedGcs.Running {
    @Override
    public void shutdown(DataPlane dataPlane) {
        try {
            if (dataPlane == DataPlane.STOP) {
                stopDaemons.run();
            }
        } finally {
            close();
        }
    }

    @Override
    public Gcs withIdempotencyKey(String key) {
        return gcs.withIdempotencyKey(key);
    }

    @Override
    public Gcs forCaller(String caller) {
        return gcs.forCaller(caller);
    }

    @Override
    public Peers peers() {
        return gcs.peers();
    }

    @Override
    public Devices devices() {
        return gcs.devices();
    }

    @Override
    public Volumes volumes() {
        return gcs.volumes();
    }

    @Override
    public VolumeHandle volume(String name) {
        return gcs.volume(name);
    }

    @Override
    public Layouts layouts() {
        return gcs.layouts();
    }

    @Override
    public Options options() {
        return gcs.options();
    }

    @Override
    public OptionGroups optionGroups() {
        return gcs.optionGroups();
    }

    @Override
    public Operations operations() {
        return gcs.operations();
    }

    @Override
    public Events events() {
        return gcs.events();
    }

    @Override
    public AuditReport audit() {
        return gcs.audit();
    }

    @Override
    public SortedSet<Capability> capabilities() {
        return gcs.capabilities();
    }

    @Override
    public void ping() {
        gcs.ping();
    }

    @Override
    public void close() {
        gcs.close();
    }
}
