/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.rpc;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.gluster.gcs.block.host.Bytes;

/**
 * Reads XDR (RFC 4506). Every length is checked against what remains <em>and</em> against a cap before anything is
 * allocated. Padding is skipped, whatever it holds. Not thread-safe.
 *
 * <p>All methods throw {@link RpcException} when the data ends early or breaks a cap.
 */
public final class XdrReader {
    private final ByteBuffer data;

    /** Reads what remains in a copy of this buffer's position; the buffer itself does not move. */
    public XdrReader(ByteBuffer data) {
        this.data = data.slice();
    }

    /** Reads these bytes. */
    public XdrReader(Bytes data) {
        this(data.toBuffer());
    }

    /** How many bytes are left. */
    public int remaining() {
        return data.remaining();
    }

    /** A signed integer of 32 bits, or the bits of an unsigned one. */
    public int readInt() {
        need(Integer.BYTES, "an integer");
        return data.getInt();
    }

    /** An unsigned integer of 32 bits. */
    public long readUnsigned() {
        return Integer.toUnsignedLong(readInt());
    }

    /** A signed integer of 64 bits, or the bits of an unsigned one. */
    public long readLong() {
        need(Long.BYTES, "a hyper integer");
        return data.getLong();
    }

    /** A boolean; only 0 and 1 are. */
    public boolean readBoolean() {
        int value = readInt();
        if (value != 0 && value != 1) {
            throw new RpcException("a boolean cannot be " + value);
        }
        return value == 1;
    }

    /** Bytes of variable length, at most {@code max}. */
    public Bytes readOpaque(int max) {
        return Bytes.of(take(max, "opaque data"));
    }

    /** UTF-8 text of at most {@code max} bytes, without NUL. */
    public String readString(int max) {
        ByteBuffer text = take(max, "a string");
        for (int i = text.position(); i < text.limit(); i++) {
            if (text.get(i) == 0) {
                throw new RpcException("a string holds a NUL");
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(text).toString();
        } catch (CharacterCodingException e) {
            throw new RpcException("a string is not UTF-8");
        }
    }

    /** All that is left. */
    public Bytes readRest() {
        Bytes rest = Bytes.of(data);
        data.position(data.limit());
        return rest;
    }

    private ByteBuffer take(int max, String what) {
        long length = readUnsigned();
        if (length > max) {
            throw new RpcException(what + " of " + length + " bytes is longer than " + max);
        }
        long padded = (length + 3) & ~3L;
        if (padded > data.remaining()) {
            throw new RpcException(what + " of " + length + " bytes ends after " + data.remaining());
        }
        ByteBuffer taken = data.slice(data.position(), (int) length);
        data.position(data.position() + (int) padded);
        return taken;
    }

    private void need(int bytes, String what) {
        if (data.remaining() < bytes) {
            throw new RpcException(what + " ends after " + data.remaining() + " bytes");
        }
    }
}
