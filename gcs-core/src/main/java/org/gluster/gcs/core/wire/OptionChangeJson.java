/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import java.util.List;
import java.util.Map;
import org.gluster.gcs.IdempotencyKey;
import org.gluster.gcs.volume.OptionChange;
import org.jspecify.annotations.Nullable;

/** A wish to change options of a volume. Nothing is checked before {@link #toChange()}. */
public record OptionChangeJson(
        @Nullable Map<String, String> set,
        @Nullable List<String> reset,
        @Nullable Boolean resetAll,
        @Nullable List<String> profiles,
        @Nullable List<String> withoutProfiles,
        @Nullable Boolean allowBrickRestart,
        @Nullable String idempotencyKey) {

    /** Returns the JSON of a change. */
    public static OptionChangeJson of(OptionChange change) {
        return new OptionChangeJson(
                change.set(),
                List.copyOf(change.reset()),
                change.resetAll(),
                change.profiles(),
                List.copyOf(change.withoutProfiles()),
                change.brickRestartAllowed(),
                change.idempotencyKey().map(IdempotencyKey::value).orElse(null));
    }

    /**
     * Returns the change.
     *
     * @throws org.gluster.gcs.InvalidRequestException with every problem at once
     */
    public OptionChange toChange() {
        OptionChange.Builder builder = OptionChange.builder().set(Given.map(set));
        Given.list(reset).forEach(builder::reset);
        if (Boolean.TRUE.equals(resetAll)) {
            builder.resetAll();
        }
        Given.list(profiles).forEach(builder::profile);
        Given.list(withoutProfiles).forEach(builder::withoutProfile);
        if (Boolean.TRUE.equals(allowBrickRestart)) {
            builder.allowBrickRestart();
        }
        Given.when(idempotencyKey, builder::idempotencyKey);
        return builder.build();
    }
}
