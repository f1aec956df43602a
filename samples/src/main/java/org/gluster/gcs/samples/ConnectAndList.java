/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.samples;

import java.io.PrintStream;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.cluster.Device;
import org.gluster.gcs.cluster.Peer;
import org.gluster.gcs.volume.Volume;

/** Lists what a cluster has. */
public final class ConnectAndList {
    private ConnectAndList() {}

    /** Runs it on the cluster that the arguments name, or a simulated one. */
    public static void main(String[] arguments) {
        try (SampleCluster cluster = SampleCluster.of(arguments)) {
            list(cluster.gcs(), System.out);
        }
    }

    static void list(Gcs gcs, PrintStream out) {
        for (Peer peer : gcs.peers().list()) {
            out.println("peer " + peer.name() + " at " + peer.address() + " in zone " + peer.zone());
        }
        for (Device device : gcs.devices().list()) {
            out.println("device " + device.path() + " of " + device.node() + ": "
                    + device.free().format() + " free of " + device.size().format());
        }
        for (Volume volume : gcs.volumes().list()) {
            out.println("volume " + volume.name() + ": " + volume.usable().format() + ", " + volume.state());
        }
    }
}
