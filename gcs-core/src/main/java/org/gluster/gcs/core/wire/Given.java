/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What JSON may leave out. */
final class Given {
    private Given() {}

    static <T> void when(@Nullable T value, Consumer<? super T> setter) {
        if (value != null) {
            setter.accept(value);
        }
    }

    static <T> List<T> list(@Nullable List<T> values) {
        return values == null ? List.of() : List.copyOf(values);
    }

    static SortedMap<String, String> map(@Nullable Map<String, String> values) {
        SortedMap<String, String> sorted = new TreeMap<>();
        if (values != null) {
            values.forEach((key, value) -> sorted.put(key, Objects.requireNonNull(value, key)));
        }
        return sorted;
    }
}
