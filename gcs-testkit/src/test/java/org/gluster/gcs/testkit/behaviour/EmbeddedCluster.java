/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.behaviour;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.engine.DataPlane;
import org.gluster.gcs.engine.EmbeddedGcs;

/** Three nodes of the embedded engine on this machine, with a directory of a temporary one as the device of each. */
final class EmbeddedCluster implements AutoCloseable {
    private static final List<String> NODES = List.of("n1", "n2", "n3");

    private final Path base;
    private final EmbeddedGcs.Running gcs;

    EmbeddedCluster() {
        try {
            base = Files.createTempDirectory("kit");
            for (String node : NODES) {
                Files.createDirectory(device(node));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        gcs = EmbeddedGcs.builder().dataDirectory(base.resolve("data")).build();
        for (String node : NODES) {
            String address = "127.0.4." + node.substring(1);
            gcs.peers().add(peer -> peer.name(node).address(address)).await();
            gcs.devices()
                    .add(device ->
                            device.node(node).path(device(node).toString()).limit(Capacity.ofGiB(2)))
                    .await();
        }
    }

    private Path device(String node) {
        return base.resolve("device-" + node);
    }

    EmbeddedGcs.Running gcs() {
        return gcs;
    }

    /** Takes the cluster away, and fails when anything of it is left. */
    @Override
    public void close() {
        gcs.devices()
                .list()
                .forEach(device -> gcs.devices()
                        .remove(device.node().value(), device.path())
                        .await());
        gcs.peers()
                .list()
                .forEach(peer -> gcs.peers().remove(peer.name().value()).await());
        gcs.shutdown(DataPlane.STOP);
        try (Stream<Path> files = Files.walk(base)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        }
    }
}
