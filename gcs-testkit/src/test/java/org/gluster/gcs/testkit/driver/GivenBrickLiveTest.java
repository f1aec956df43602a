/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.gluster.gcs.block.host.Command;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.LocalHost;
import org.gluster.gcs.block.host.Marks;
import org.gluster.gcs.testkit.Live;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Needs root and a temporary directory on ext4 or XFS. */
@Live
class GivenBrickLiveTest extends GivenBrickKit {
    private final LocalHost host = LocalHost.builder()
            .loop(Runnable::run)
            .marks(Marks.command("c1", "given-test", "i1"))
            .workers(2)
            .build();
    private Path base = Path.of("/nowhere");

    @BeforeEach
    void directories() throws IOException {
        base = Files.createTempDirectory("given");
    }

    @AfterEach
    void removeAll() throws IOException {
        host.close();
        try (Stream<Path> files = Files.walk(base)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** A ramfs keeps no extended attributes; its root is where a file system is mounted. */
    @ParameterizedTest
    @CsvSource({"mounted,is where a file system is mounted", "mounted/brick,keeps no extended attributes"})
    void aFileSystemThatCannotHoldBricks_isRefused(String where, String why) throws IOException {
        Path mount = Files.createDirectory(base.resolve("mounted"));
        call(new HostCall.Run(Command.of("mount", "-t", "ramfs", "none", mount.toString())));
        try {
            refused(want(base.resolve(where)), why);
            assertThat(mount).isEmptyDirectory();
        } finally {
            call(new HostCall.Run(Command.of("umount", mount.toString())));
        }
    }

    private org.gluster.gcs.gluster.brick.GivenBrick want(Path path) {
        var given = want(false, true);
        return new org.gluster.gcs.gluster.brick.GivenBrick(
                path, given.brick(), given.volumeId(), List.of(), given.owner(), false, true);
    }

    @Override
    Path base() {
        return base;
    }

    @Override
    Runner runner(int effects) {
        return new Runner(host, effects);
    }

    @Override
    <R> R call(HostCall<R> call) {
        return host.call(call).toCompletableFuture().join();
    }
}
