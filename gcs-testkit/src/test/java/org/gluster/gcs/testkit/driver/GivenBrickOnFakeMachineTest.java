/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.driver;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.gluster.gcs.block.host.Host;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostException;
import org.gluster.gcs.testkit.host.FakeMachine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GivenBrickOnFakeMachineTest extends GivenBrickKit {
    private final FakeMachine machine = FakeMachine.withDisk(10L << 30);

    @BeforeEach
    void directories() {
        machine.makeDirectories(base());
    }

    @Test
    void theRootOfAMount_isRefused() {
        machine.addDisk(path(), "xfs", 1L << 30);

        refused(want(false, true), "is where a file system is mounted", "name a directory in it");
    }

    @Test
    void aFileSystemWithoutAttributes_isRefused() {
        machine.addDisk(base(), "ramfs", 1L << 30);

        refused(want(false, true), "keeps no extended attributes");
    }

    @Override
    Path base() {
        return Path.of("/srv/export");
    }

    @Override
    Runner runner(int effects) {
        return new Runner(
                new Host() {
                    @Override
                    public <R> CompletionStage<R> call(HostCall<R> call) {
                        try {
                            return CompletableFuture.completedFuture(machine.apply(call));
                        } catch (HostException failure) {
                            return CompletableFuture.failedFuture(failure);
                        }
                    }
                },
                effects);
    }

    @Override
    <R> R call(HostCall<R> call) {
        return machine.apply(call);
    }
}
