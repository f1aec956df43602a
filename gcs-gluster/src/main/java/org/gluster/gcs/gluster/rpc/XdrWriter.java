/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.rpc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.gluster.gcs.block.host.Bytes;

/** Writes XDR (RFC 4506); padding is zero. Grows as needed. Not thread-safe. */
public final class XdrWriter {
    private ByteBuffer data = ByteBuffer.allocate(128);

    /** A signed or unsigned integer of 32 bits. */
    public XdrWriter writeInt(int value) {
        room(Integer.BYTES).putInt(value);
        return this;
    }

    /** A signed or unsigned integer of 64 bits. */
    public XdrWriter writeLong(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    /** A boolean. */
    public XdrWriter writeBoolean(boolean value) {
        return writeInt(value ? 1 : 0);
    }

    /** Bytes of variable length. */
    public XdrWriter writeOpaque(Bytes value) {
        return writeOpaque(value.toArray());
    }

    /** Text as UTF-8. */
    public XdrWriter writeString(String value) {
        return writeOpaque(value.getBytes(StandardCharsets.UTF_8));
    }

    /** These bytes as they are: no length, no padding. */
    public XdrWriter writeRaw(Bytes value) {
        room(value.size()).put(value.toBuffer());
        return this;
    }

    /** How many bytes were written. */
    public int size() {
        return data.position();
    }

    /** A copy of all that was written. */
    public Bytes toBytes() {
        return Bytes.of(data.duplicate().flip());
    }

    private XdrWriter writeOpaque(byte[] value) {
        writeInt(value.length);
        int padding = -value.length & 3;
        room(value.length + padding).put(value);
        for (int i = 0; i < padding; i++) {
            data.put((byte) 0);
        }
        return this;
    }

    private ByteBuffer room(int bytes) {
        if (data.remaining() < bytes) {
            int needed = Math.addExact(data.position(), bytes);
            ByteBuffer larger = ByteBuffer.wrap(Arrays.copyOf(data.array(), Math.max(needed, 2 * data.capacity())));
            larger.position(data.position());
            data = larger;
        }
        return data;
    }
}
