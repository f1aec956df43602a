/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.gd2;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a handler answers, before it is rendered. */
record Gd2Reply(
        int status, @Nullable JsonNode body, @Nullable String location) {

    static Optional<Gd2Reply> of(int status, JsonNode body) {
        return Optional.of(new Gd2Reply(status, body, null));
    }

    static Optional<Gd2Reply> empty(int status) {
        return Optional.of(new Gd2Reply(status, null, null));
    }

    /** The answer to a create, whose location is the target as it was sent and the id. */
    static Optional<Gd2Reply> created(Gd2Call call, String id, JsonNode body) {
        String target = call.request().target();
        String location = id.startsWith("/") || target.endsWith("/") ? target + id : target + "/" + id;
        return Optional.of(new Gd2Reply(201, body, location));
    }
}
