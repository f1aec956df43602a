/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.workload;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.gluster.gcs.core.RemoteGcs;
import org.gluster.gcs.core.rest.CircuitPolicy;
import org.gluster.gcs.core.rest.HttpTransport;
import org.gluster.gcs.core.rest.RetryPolicy;
import org.gluster.gcs.testkit.http.ChaosProxy;

/** A remote client behind a chaos proxy, and what has to be gone when it was closed. */
final class Chaos implements AutoCloseable {
    /** How long a call may take, and how much later it may end on a machine that is busy with other things. */
    static final Duration CALL = Duration.ofSeconds(10);

    static final Duration GRACE = Duration.ofSeconds(3);
    private static final Duration ATTEMPT = Duration.ofSeconds(3);

    private final ChaosProxy proxy;
    private final DeadlineWatch watch;
    private final RemoteGcs remote;

    Chaos(InetSocketAddress server, long seed, double likelihood) throws IOException {
        proxy = ChaosProxy.before(server)
                .seed(seed)
                .likelihood(likelihood)
                .mostDelay(Duration.ofMillis(20))
                .open();
        HttpTransport transport = HttpTransport.builder()
                .endpoint(proxy.uri().toString())
                .timeouts(limits -> limits.attempt(ATTEMPT).total(CALL))
                .retry(RetryPolicy.exponential(Duration.ofMillis(5), Duration.ofMillis(100))
                        .maxAttempts(4))
                .circuit(new CircuitPolicy(20, Duration.ofMillis(200)))
                .build();
        watch = new DeadlineWatch(transport, CALL, GRACE);
        remote = RemoteGcs.over(watch);
    }

    static long seed() {
        String given = System.getProperty("gcs.seed", "");
        return given.isBlank() ? System.nanoTime() : Long.parseLong(given.strip());
    }

    static int operations() {
        return Integer.getInteger("gcs.operations", 400);
    }

    RemoteGcs gcs() {
        return remote;
    }

    ChaosProxy proxy() {
        return proxy;
    }

    DeadlineWatch watch() {
        return watch;
    }

    /** Names of the project's own threads but for those of the test itself. */
    static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("gcs-"))
                .sorted()
                .toList();
    }

    /** Waits, for twenty seconds at most, until it is so. */
    static boolean eventually(BooleanSupplier so) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!so.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(1_000_000);
        }
        return true;
    }

    @Override
    public void close() {
        remote.close();
        proxy.close();
    }
}
