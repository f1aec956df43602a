/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Keeps what was said until it is checked as a whole. */
final class AccessChangeBuilder implements AccessChange.Builder {

    final List<String> allowed = new ArrayList<>();
    final List<String> denied = new ArrayList<>();
    boolean replaces;

    @Nullable
    String idempotencyKey;

    @Override
    public AccessChange.Builder allow(String... patterns) {
        allowed.addAll(List.of(patterns));
        return this;
    }

    @Override
    public AccessChange.Builder deny(String... patterns) {
        denied.addAll(List.of(patterns));
        return this;
    }

    @Override
    public AccessChange.Builder replace() {
        replaces = true;
        return this;
    }

    @Override
    public AccessChange.Builder idempotencyKey(String key) {
        idempotencyKey = Objects.requireNonNull(key, "key");
        return this;
    }

    @Override
    public AccessChange build() {
        return new AccessChange(this);
    }
}
