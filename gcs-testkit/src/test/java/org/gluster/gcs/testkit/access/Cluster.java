/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.gluster.gcs.engine.EmbeddedGcs;
import org.gluster.gcs.testkit.host.ServingProcess;
import org.gluster.gcs.testkit.live.Shell;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeRequest;

/** Three nodes at 192.0.2.1 to 192.0.2.3 in this namespace, whose bricks are directories that are given. */
final class Cluster {
    private final Path base;
    final EmbeddedGcs.Running gcs;
    private int volumes;

    Cluster(Path base) {
        this.base = base;
        Shell.must("ip", "link", "set", "lo", "up");
        for (int node = 1; node <= 4; node++) {
            Shell.must("ip", "address", "add", address(node) + "/32", "dev", "lo");
        }
        gcs = EmbeddedGcs.builder().dataDirectory(base.resolve("data")).build();
        for (int node = 1; node <= 3; node++) {
            add(node);
        }
    }

    void add(int node) {
        gcs.peers().add(p -> p.name("n" + node).address(address(node))).await();
    }

    static String address(int node) {
        return "192.0.2." + node;
    }

    /** Creates and starts a volume over fresh directories. */
    Volume create(String name, Redundancy redundancy, int sets, Consumer<VolumeRequest.Builder> more) {
        return gcs.volumes()
                .create(request -> fill(request.name(name).start(true), redundancy, sets, more))
                .await(Duration.ofSeconds(60));
    }

    private void fill(
            VolumeRequest.Builder request, Redundancy redundancy, int sets, Consumer<VolumeRequest.Builder> more) {
        request.redundancy(redundancy);
        int volume = volumes++;
        for (int brick = 0; brick < sets * redundancy.bricksPerSubvolume(); brick++) {
            Path directory = base.resolve("bricks").resolve("v" + volume + "-" + brick);
            try {
                Files.createDirectories(directory);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
            request.brick("n" + (brick % 3 + 1), directory.toString());
        }
        more.accept(request);
    }

    /** Where a node answers everybody. */
    static InetSocketAddress tcp(int node) {
        return new InetSocketAddress(address(node), 24_007);
    }

    /** Where a node answers its own daemons. */
    UnixDomainSocketAddress socket(int node) {
        return UnixDomainSocketAddress.of(base.resolve("data/nodes/n" + node + "/run/gcs.sock"));
    }

    /** Writes a client volfile to a file, as somebody may carry it who is not to have it. */
    Path carriedVolfile(String volume) {
        try {
            Path file = base.resolve(volume + ".carried.vol");
            String text = Getspec.ask(socket(1), volume).text();
            return Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void delete(String volume) {
        gcs.volume(volume).delete(d -> d.stopFirst()).await();
    }

    List<String> bricks(String volume) {
        List<String> paths = new ArrayList<>();
        gcs.volume(volume).get().bricks().forEach(brick -> paths.add(brick.path()));
        return paths;
    }

    /** Ends the process that serves a brick, with all others that it serves. */
    void killBrick(String volume, int index) {
        long pid = ServingProcess.of(Path.of(bricks(volume).get(index)));
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }
}
