/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Keeps what was said until it is checked as a whole. */
final class DeleteRequestBuilder implements DeleteRequest.Builder {

    boolean stopFirst;
    boolean ifExists;

    @Nullable
    String idempotencyKey;

    @Override
    public DeleteRequest.Builder stopFirst() {
        stopFirst = true;
        return this;
    }

    @Override
    public DeleteRequest.Builder ifExists() {
        ifExists = true;
        return this;
    }

    @Override
    public DeleteRequest.Builder idempotencyKey(String key) {
        idempotencyKey = Objects.requireNonNull(key, "key");
        return this;
    }

    @Override
    public DeleteRequest build() {
        return new DeleteRequest(this);
    }
}
