/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.rpc;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.gluster.gcs.block.host.Bytes;

/**
 * GlusterFS' dictionary: names and values in the order in which they travel. Numbers and booleans travel as text; text
 * ends with a NUL, which the accessors here add and take away. Immutable; {@link #with} answers a changed copy.
 */
public final class GlusterDict {
    /** Most pairs that are read. */
    public static final int MAX_PAIRS = 65_536;

    private static final int MAX_KEY = 4_096;
    private static final GlusterDict EMPTY = new GlusterDict(new LinkedHashMap<>());

    private final Map<String, Bytes> pairs;

    private GlusterDict(Map<String, Bytes> pairs) {
        this.pairs = Collections.unmodifiableMap(pairs);
    }

    /** Without pairs. */
    public static GlusterDict empty() {
        return EMPTY;
    }

    /** The same with this text; replaces what the key had. */
    public GlusterDict with(String key, String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        return with(key, Bytes.of(Arrays.copyOf(text, text.length + 1)));
    }

    /** The same with this number; replaces what the key had. */
    public GlusterDict with(String key, long value) {
        return with(key, Long.toString(value));
    }

    /** The same with these bytes, nothing added; replaces what the key had. */
    public GlusterDict with(String key, Bytes value) {
        if (key.isEmpty() || key.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a dictionary's key is empty or holds a NUL");
        }
        Map<String, Bytes> changed = new LinkedHashMap<>(pairs);
        changed.put(key, value);
        return new GlusterDict(changed);
    }

    /** Keys in their order. */
    public List<String> keys() {
        return List.copyOf(new ArrayList<>(pairs.keySet()));
    }

    /** The value as it travels. */
    public Optional<Bytes> bytes(String key) {
        return Optional.ofNullable(pairs.get(key));
    }

    /** The value as text; empty also when it is none. */
    public Optional<String> text(String key) {
        Bytes value = pairs.get(key);
        if (value == null) {
            return Optional.empty();
        }
        byte[] content = value.toArray();
        int length = content.length;
        if (length > 0 && content[length - 1] == 0) {
            length--;
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content, 0, length))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** The value as a whole number; empty also when it is none. */
    public OptionalLong number(String key) {
        try {
            return text(key)
                    .map(text -> OptionalLong.of(Long.parseLong(text.strip())))
                    .orElse(OptionalLong.empty());
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** As bytes; without pairs, no bytes at all. */
    public Bytes encode() {
        XdrWriter out = new XdrWriter();
        if (!pairs.isEmpty()) {
            out.writeInt(pairs.size());
            pairs.forEach((key, value) -> {
                byte[] name = key.getBytes(StandardCharsets.UTF_8);
                out.writeInt(name.length).writeInt(value.size());
                out.writeRaw(Bytes.of(Arrays.copyOf(name, name.length + 1)));
                out.writeRaw(value);
            });
        }
        return out.toBytes();
    }

    /**
     * Reads a dictionary. Of a repeated key the last value counts, as in GlusterFS; what follows the last pair is ignored.
     *
     * @throws RpcException when the bytes are none
     */
    public static GlusterDict decode(Bytes encoded) {
        if (encoded.size() == 0) {
            return EMPTY;
        }
        ByteBuffer in = encoded.toBuffer();
        int count = number(in, "count");
        if (count > MAX_PAIRS) {
            throw new RpcException("a dictionary of " + count + " pairs is larger than " + MAX_PAIRS);
        }
        Map<String, Bytes> pairs = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            int keyLength = number(in, "key length");
            int valueLength = number(in, "value length");
            if (keyLength < 1 || keyLength > MAX_KEY || in.remaining() < (long) keyLength + 1 + valueLength) {
                throw new RpcException("pair " + i + " of a dictionary, " + keyLength + " and " + valueLength
                        + " bytes, does not fit into " + in.remaining());
            }
            byte[] key = new byte[keyLength];
            in.get(key);
            if (in.get() != 0) {
                throw new RpcException("key " + i + " of a dictionary does not end where it should");
            }
            byte[] value = new byte[valueLength];
            in.get(value);
            pairs.put(name(key, i), Bytes.of(value));
        }
        return new GlusterDict(pairs);
    }

    private static int number(ByteBuffer in, String what) {
        if (in.remaining() < Integer.BYTES) {
            throw new RpcException("a dictionary ends before a " + what);
        }
        int number = in.getInt();
        if (number < 0) {
            throw new RpcException("a dictionary's " + what + " is " + Integer.toUnsignedString(number));
        }
        return number;
    }

    private static String name(byte[] key, int index) {
        try {
            String name = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(key))
                    .toString();
            if (name.indexOf('\0') < 0) {
                return name;
            }
        } catch (CharacterCodingException e) {
            // falls through to the one refusal
        }
        throw new RpcException("key " + index + " of a dictionary is no text");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GlusterDict dict && pairs.equals(dict.pairs) && keys().equals(dict.keys());
    }

    @Override
    public int hashCode() {
        return pairs.hashCode();
    }

    /** Keys only: values may be secret. */
    @Override
    public String toString() {
        return "GlusterDict" + keys();
    }
}
