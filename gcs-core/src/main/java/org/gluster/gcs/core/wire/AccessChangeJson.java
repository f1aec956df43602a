/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import java.util.List;
import org.gluster.gcs.IdempotencyKey;
import org.gluster.gcs.volume.AccessChange;
import org.gluster.gcs.volume.ClientPattern;
import org.jspecify.annotations.Nullable;

/** A wish to change who may mount a volume. Nothing is checked before {@link #toChange()}. */
public record AccessChangeJson(
        @Nullable List<String> allow,
        @Nullable List<String> deny,
        @Nullable Boolean replace,
        @Nullable String idempotencyKey) {

    /** Returns the JSON of a change. */
    public static AccessChangeJson of(AccessChange change) {
        return new AccessChangeJson(
                change.allowed().stream().map(ClientPattern::toString).toList(),
                change.denied().stream().map(ClientPattern::toString).toList(),
                change.replaces(),
                change.idempotencyKey().map(IdempotencyKey::value).orElse(null));
    }

    /**
     * Returns the change.
     *
     * @throws org.gluster.gcs.InvalidRequestException with every problem at once
     */
    public AccessChange toChange() {
        return AccessChange.of(change -> {
            Given.list(allow).forEach(change::allow);
            Given.list(deny).forEach(change::deny);
            if (Boolean.TRUE.equals(replace)) {
                change.replace();
            }
            Given.when(idempotencyKey, change::idempotencyKey);
        });
    }
}
