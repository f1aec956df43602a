/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nothing else keeps the limit of an attempt once it is connected, so nothing may end the watch. */
@Timeout(60)
class WatchTest {
    private static final URI ADDRESS = URI.create("http://gd2-0:24007");

    private final CountDownLatch cut = new CountDownLatch(1);
    private final AtomicInteger deaths = new AtomicInteger();

    /** An attempt whose limit is reached soon, but not before the thread has looked for the first time. */
    private Attempt attempt() {
        HttpUriRequestBase request = new HttpUriRequestBase("GET", ADDRESS);
        request.setDependency(() -> {
            cut.countDown();
            return true;
        });
        Endpoint endpoint = new Endpoint(ADDRESS, Credentials.none(), CircuitPolicy.DEFAULT, Time.system());
        long now = System.nanoTime();
        return new Attempt(endpoint, request, false, now, Attempt.Cut.ATTEMPT, now + TimeUnit.SECONDS.toNanos(1));
    }

    private Watch watch(LongSupplier chores) {
        return new Watch(
                work -> {
                    Thread thread = Threads.named("watched").newThread(work);
                    thread.setUncaughtExceptionHandler((dead, failure) -> deaths.incrementAndGet());
                    return thread;
                },
                chores,
                () -> false);
    }

    private void assertThatItCuts(Watch watch) throws InterruptedException {
        Attempt attempt = attempt();
        watch.begin(attempt);
        assertThat(cut.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(attempt.wasCut()).isEqualTo(Attempt.Cut.ATTEMPT);
        watch.end();
    }

    @Test
    void choresThatFail_doNotEndIt() throws Exception {
        Watch watch = watch(() -> {
            throw new IllegalStateException("a connection that cannot be closed");
        });
        assertThatItCuts(watch);
        watch.close();
        assertThat(deaths).hasValue(0);
    }

    @Test
    void afterAnError_anotherThreadGoesOn() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        Watch watch = watch(() -> {
            if (looks.incrementAndGet() == 1) {
                throw new OutOfMemoryError("as a test has it");
            }
            return TimeUnit.HOURS.toNanos(1);
        });
        assertThatItCuts(watch);
        watch.close();
        assertThat(deaths).hasValue(1);
    }
}
