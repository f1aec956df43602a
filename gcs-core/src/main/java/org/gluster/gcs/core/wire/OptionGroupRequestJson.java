/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import java.util.Map;
import org.gluster.gcs.IdempotencyKey;
import org.gluster.gcs.option.OptionGroupRequest;
import org.jspecify.annotations.Nullable;

/** A wish for an option group. Nothing is checked before {@link #toRequest()}. */
public record OptionGroupRequestJson(
        @Nullable String name,
        @Nullable String description,
        @Nullable Map<String, String> options,
        @Nullable String idempotencyKey) {

    /** Returns the JSON of a request. */
    public static OptionGroupRequestJson of(OptionGroupRequest request) {
        return new OptionGroupRequestJson(
                request.name().value(),
                request.description(),
                request.options(),
                request.idempotencyKey().map(IdempotencyKey::value).orElse(null));
    }

    /**
     * Returns the request.
     *
     * @throws org.gluster.gcs.InvalidRequestException with every problem at once
     */
    public OptionGroupRequest toRequest() {
        OptionGroupRequest.Builder builder = OptionGroupRequest.builder().options(Given.map(options));
        Given.when(name, builder::name);
        Given.when(description, builder::description);
        Given.when(idempotencyKey, builder::idempotencyKey);
        return builder.build();
    }
}
