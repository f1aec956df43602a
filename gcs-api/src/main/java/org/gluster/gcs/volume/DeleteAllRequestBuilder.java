/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.gluster.gcs.operation.BulkMode;
import org.jspecify.annotations.Nullable;

/** Keeps what was said until it is checked as a whole. */
final class DeleteAllRequestBuilder implements DeleteAllRequest.Builder {

    final List<String> volumes = new ArrayList<>();
    BulkMode mode = BulkMode.ALL_OR_NOTHING;
    boolean stopFirst;
    boolean ifExists;

    @Nullable
    String idempotencyKey;

    @Override
    public DeleteAllRequest.Builder volumes(String... names) {
        return volumes(Arrays.asList(names));
    }

    @Override
    public DeleteAllRequest.Builder volumes(Iterable<String> names) {
        names.forEach(name -> volumes.add(Objects.requireNonNull(name, "name")));
        return this;
    }

    @Override
    public DeleteAllRequest.Builder allOrNothing() {
        mode = BulkMode.ALL_OR_NOTHING;
        return this;
    }

    @Override
    public DeleteAllRequest.Builder bestEffort() {
        mode = BulkMode.BEST_EFFORT;
        return this;
    }

    @Override
    public DeleteAllRequest.Builder stopFirst() {
        stopFirst = true;
        return this;
    }

    @Override
    public DeleteAllRequest.Builder ifExists() {
        ifExists = true;
        return this;
    }

    @Override
    public DeleteAllRequest.Builder idempotencyKey(String key) {
        idempotencyKey = Objects.requireNonNull(key, "key");
        return this;
    }

    @Override
    public DeleteAllRequest build() {
        return new DeleteAllRequest(this);
    }
}
