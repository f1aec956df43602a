/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.core5.net.InetAddressUtils;

/** Resolves names within a limit, which the system's resolver does not keep. A look-up that hangs goes on in its own thread. */
final class Lookups implements DnsResolver {
    private static final int AT_ONCE = 8;

    private final DnsResolver system;
    private final LongSupplier limitNanos;
    private final ThreadPoolExecutor threads;
    private final Set<Lookup> awaited = ConcurrentHashMap.newKeySet();

    /** Makes one; the supplier says how long the calling thread may wait. */
    Lookups(DnsResolver system, LongSupplier limitNanos, ThreadFactory factory) {
        this.system = system;
        this.limitNanos = limitNanos;
        threads = new ThreadPoolExecutor(0, AT_ONCE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        if (InetAddressUtils.isIPv4(host) || InetAddressUtils.isIPv6(host)) {
            return InetAddress.getAllByName(host);
        }
        Lookup lookup = new Lookup();
        awaited.add(lookup);
        try {
            threads.execute(() -> look(host, lookup.answer));
            return lookup.answer.get(limitNanos.getAsLong(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException busy) {
            throw unknown(host, "as many look-ups hang as may be under way, " + AT_ONCE, busy);
        } catch (TimeoutException hangs) {
            throw unknown(host, "the resolver does not answer in time", hangs);
        } catch (ExecutionException failure) {
            throw unknown(host, String.valueOf(failure.getCause()), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw unknown(host, "interrupted", interrupted);
        } finally {
            awaited.remove(lookup);
        }
    }

    /** One that is waited for. */
    private static final class Lookup {
        private final CompletableFuture<InetAddress[]> answer = new CompletableFuture<>();
    }

    private void look(String host, CompletableFuture<InetAddress[]> answer) {
        try {
            answer.complete(system.resolve(host));
        } catch (UnknownHostException | RuntimeException failure) {
            answer.completeExceptionally(failure);
        }
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return system.resolveCanonicalHostname(host);
    }

    private static UnknownHostException unknown(String host, String why, Exception cause) {
        UnknownHostException unknown = new UnknownHostException("the name " + host + " cannot be resolved: " + why);
        unknown.initCause(cause);
        return unknown;
    }

    /** Ends the threads and awaits them, but for one whose look-up hangs: it ends when the system lets go. */
    void close() {
        threads.shutdownNow();
        for (Lookup lookup : List.copyOf(awaited)) {
            lookup.answer.completeExceptionally(new IllegalStateException("the transport was closed"));
        }
        if (threads.getActiveCount() == 0) {
            Threads.await(threads);
        }
    }
}
