/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.IdempotencyKey;
import org.gluster.gcs.operation.BulkOutcome;
import org.gluster.gcs.operation.BulkResult;
import org.gluster.gcs.operation.Operation;
import org.gluster.gcs.operation.OperationId;
import org.gluster.gcs.volume.VolumeName;
import org.jspecify.annotations.Nullable;

/**
 * Several changes over a plain GlusterD2, which knows none together: each is asked for when the one before has been, and
 * each is found out about for itself. It is not durable, as nothing there is.
 */
final class Gd2Bulk<T> implements Wish<BulkResult<T>> {
    private static final Duration ONE_LOOK = Duration.ofSeconds(30);
    private static final int LONGEST_KEY = 128;

    /** One of them: the name of its volume, and how it is begun. */
    record Part<T>(String name, Supplier<Operation<T>> begin) {}

    private final List<Part<T>> parts;
    private final List<@Nullable Operation<T>> begun = new ArrayList<>();
    private final List<@Nullable GcsException> refused = new ArrayList<>();

    Gd2Bulk(List<Part<T>> parts) {
        this.parts = List.copyOf(parts);
    }

    /** The key of one volume, from the key of all. */
    static String keyOf(IdempotencyKey all, VolumeName name) {
        String key = all.value() + "/" + name;
        return key.length() <= LONGEST_KEY
                ? key
                : java.util
                        .UUID
                        .nameUUIDFromBytes(key.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .toString();
    }

    /** Goes on with those that were not asked for yet. */
    @Override
    public void ask() {
        while (begun.size() < parts.size()) {
            Operation<T> operation = null;
            GcsException failure = null;
            try {
                operation = parts.get(begun.size()).begin().get();
            } catch (GcsException why) {
                failure = why;
            }
            begun.add(operation);
            refused.add(failure);
        }
    }

    @Override
    public Look<BulkResult<T>> look() {
        List<BulkOutcome<T>> outcomes = new ArrayList<>();
        for (int i = 0; i < begun.size(); i++) {
            String name = parts.get(i).name();
            Operation<T> operation = begun.get(i);
            GcsException why = refused.get(i);
            OperationId id = operation == null ? null : operation.id();
            if (operation instanceof Watched<?> watched) {
                Look<?> seen = watched.look(Duration.ZERO, ONE_LOOK);
                why = seen.failure();
                if (!seen.ended()) {
                    return Look.running(i + " of " + parts.size() + " have ended; " + name + ": " + seen.seen());
                }
            }
            outcomes.add(
                    why == null && operation != null
                            ? BulkOutcome.succeeded(name, id, operation.await())
                            : BulkOutcome.failed(
                                    name,
                                    id,
                                    java.util.Objects.requireNonNull(why, "why").detail()));
        }
        return outcomes.size() < parts.size()
                ? Look.running(outcomes.size() + " of " + parts.size() + " were asked for")
                : Look.succeeded(new BulkResult<>(outcomes));
    }

    /** Each of them asks again for itself. */
    @Override
    public boolean repeatable() {
        return false;
    }

    @Override
    public String advice() {
        return "look which of the volumes are there";
    }
}
