/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Go's nil lists and maps: empty, equal to every other empty one, and written as {@code null} instead of {@code []} or
 * <code>{}</code>. What is null or absent when read becomes one, so whoever reads need not tell them apart, and whoever
 * answers can. Immutable.
 */
public final class Nil {
    private static final NilList<?> LIST = new NilList<>();
    private static final NilMap<?, ?> MAP = new NilMap<>();

    private Nil() {}

    /** The empty list that is written as {@code null}. */
    @SuppressWarnings("unchecked")
    public static <T> List<T> list() {
        return (List<T>) LIST;
    }

    /** The empty map that is written as {@code null}. */
    @SuppressWarnings("unchecked")
    public static <K, V> Map<K, V> map() {
        return (Map<K, V>) MAP;
    }

    /** Whether that list or map is written as {@code null}. */
    public static boolean isNil(Object value) {
        return value instanceof NilList || value instanceof NilMap;
    }

    static <T> List<T> list(@Nullable List<T> values) {
        return values == null || isNil(values) ? list() : List.copyOf(values);
    }

    static <V> Map<String, V> map(@Nullable Map<String, V> values) {
        if (values == null || isNil(values)) {
            return map();
        }
        SortedMap<String, V> sorted = new TreeMap<>(Go.KEY_ORDER);
        sorted.putAll(values);
        return Collections.unmodifiableSortedMap(sorted);
    }

    @JsonSerialize(using = AsNull.class)
    private static final class NilList<T> extends AbstractList<T> {
        @Override
        public T get(int index) {
            throw new IndexOutOfBoundsException("index " + index + " of an empty list");
        }

        @Override
        public int size() {
            return 0;
        }
    }

    @JsonSerialize(using = AsNull.class)
    private static final class NilMap<K, V> extends AbstractMap<K, V> {
        @Override
        public Set<Map.Entry<K, V>> entrySet() {
            return Set.of();
        }
    }

    static final class AsNull extends StdSerializer<Object> {
        private static final long serialVersionUID = 1L;

        AsNull() {
            super(Object.class);
        }

        @Override
        public void serialize(Object value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeNull();
        }

        @Override
        public void serializeWithType(
                Object value, JsonGenerator generator, SerializerProvider provider, TypeSerializer type)
                throws IOException {
            generator.writeNull();
        }

        @Override
        public boolean isEmpty(SerializerProvider provider, Object value) {
            return true;
        }
    }
}
