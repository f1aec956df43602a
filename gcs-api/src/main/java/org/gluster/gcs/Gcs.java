/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import java.util.SortedSet;
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

/**
 * A storage cluster: the one door to everything, the same whether it is reached over the network, runs inside this
 * JVM or is simulated.
 *
 * <p>It is immutable and thread-safe; share one. Getting a service ({@link #volumes()} and its like) does no I/O; the
 * methods of services block until they have an answer, for a finite time, and those that change something return an
 * {@link org.gluster.gcs.operation.Operation} as soon as the intent is durably recorded. Every failure is a
 * {@link GcsException}; arguments are never {@code null} and neither are results. After {@link #close()} every method
 * throws {@link IllegalStateException}.
 *
 * <p>Not for implementation by users, test doubles excepted: methods will be added.
 */
@Incubating(since = "0.1.0")
public interface Gcs extends AutoCloseable {

    /** Returns the nodes of the cluster. */
    Peers peers();

    /** Returns the devices that nodes give to the cluster. */
    Devices devices();

    /** Returns the volumes. */
    Volumes volumes();

    /**
     * Returns a handle on the volume of that name, which need not exist.
     *
     * @throws InvalidRequestException when no volume can have that name
     */
    VolumeHandle volume(String name);

    /** Returns the planner, which places bricks without making them. */
    Layouts layouts();

    /** Returns the options that volumes have: what may be said, and what it does. */
    Options options();

    /** Returns the named groups of options, which can be applied to volumes. */
    OptionGroups optionGroups();

    /** Returns the operations, those of before a restart included. */
    Operations operations();

    /** Returns what happens in the cluster. */
    Events events();

    /**
     * Compares what is really on every node with what the records say. It changes nothing, may take seconds and blocks.
     *
     * @throws NotSupportedException without {@link Capability#AUDIT}
     * @throws UnreachableException when a node does not answer
     */
    AuditReport audit();

    /** Returns what this way of running serves; the rest throws {@link NotSupportedException}. Unmodifiable. */
    SortedSet<Capability> capabilities();

    /**
     * Returns this cluster with each change made through it carrying that key, so that also a change which takes no request,
     * such as a start, happens once however often it is sent. A key is for one change: another change with it is refused.
     * Closing what is returned closes this. It does no I/O.
     *
     * <pre>{@code
     * gcs.withIdempotencyKey("start-orders-7").volume("orders").start().await();
     * }</pre>
     *
     * <p>A request that has another key of its own is refused with {@link InvalidRequestException}.
     *
     * @throws InvalidRequestException when no key can be so
     * @throws NotSupportedException without {@link Capability#IDEMPOTENCY_KEYS}
     */
    default Gcs withIdempotencyKey(String key) {
        throw GcsException.of(ErrorDetail.builder(ErrorCode.NOT_SUPPORTED)
                .message(
                        "this control plane takes no idempotency keys: repeat a change only after looking at its outcome")
                .build());
    }

    /**
     * Returns this cluster as one of several callers in this program uses it. What waits is taken in turns, one of each
     * caller, so that what one asks for does not wait for all that another asked for before. Where callers are told apart by
     * their credentials, as over the network, this returns the same. Closing what is returned closes this. It does no I/O.
     *
     * @param caller any text that is the same for the same caller, e.g. a tenant
     */
    default Gcs forCaller(String caller) {
        java.util.Objects.requireNonNull(caller, "caller");
        return this;
    }

    /**
     * Returns normally if the control plane answers.
     *
     * @throws UnreachableException when it does not
     */
    void ping();

    /**
     * Releases the threads and connections of this object. Volumes stay served and operations go on where they run; an
     * embedded engine takes unfinished ones up again when it is next started. Closing again does nothing.
     */
    @Override
    void close();
}
