/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.option;

import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps what was said until it is checked as a whole. */
final class OptionGroupRequestBuilder implements OptionGroupRequest.Builder {

    @Nullable
    String name;

    String description = "";
    final SortedMap<String, String> options = new TreeMap<>();

    @Nullable
    String idempotencyKey;

    @Override
    public OptionGroupRequest.Builder name(String name) {
        this.name = Objects.requireNonNull(name, "name");
        return this;
    }

    @Override
    public OptionGroupRequest.Builder description(String description) {
        this.description = Objects.requireNonNull(description, "description");
        return this;
    }

    @Override
    public OptionGroupRequest.Builder option(String key, String value) {
        options.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
        return this;
    }

    @Override
    public OptionGroupRequest.Builder options(Map<String, String> more) {
        more.forEach(this::option);
        return this;
    }

    @Override
    public OptionGroupRequest.Builder idempotencyKey(String key) {
        idempotencyKey = Objects.requireNonNull(key, "key");
        return this;
    }

    @Override
    public OptionGroupRequest build() {
        return new OptionGroupRequest(this);
    }
}
