/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.rpc;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.gluster.gcs.block.host.Bytes;

/**
 * Record marking (RFC 5531, 11): on a stream a message travels as fragments, each after four bytes that hold its length
 * and, in the top bit, whether it is the last.
 */
public final class RecordMark {
    /** Longest message accepted from anybody, in bytes. */
    public static final int MAX_RECORD = 1024 * 1024;

    private static final int LAST = 0x8000_0000;

    private RecordMark() {}

    /** The message as one fragment. */
    public static Bytes wrap(Bytes message) {
        ByteBuffer record = ByteBuffer.allocate(Integer.BYTES + message.size());
        record.putInt(LAST | message.size()).put(message.toBuffer());
        return Bytes.of(record.flip());
    }

    /**
     * The message in exactly one marked record.
     *
     * @throws RpcException when the bytes are less or more than that, or longer than {@code max}
     */
    public static Bytes unwrap(Bytes record, int max) {
        Decoder decoder = new Decoder(max);
        ByteBuffer input = record.toBuffer();
        Bytes message = decoder.next(input)
                .orElseThrow(() -> new RpcException("a record of " + record.size() + " bytes is not complete"));
        if (input.hasRemaining()) {
            throw new RpcException(input.remaining() + " bytes follow a record");
        }
        return message;
    }

    /**
     * Collects fragments from a stream, of which any part may arrive at any time. Memory grows with what arrived, never
     * with what a length announces. Not thread-safe.
     */
    public static final class Decoder {
        private final int max;
        private ByteArrayOutputStream message = new ByteArrayOutputStream();
        private int markBytes;
        private int mark;
        private int fragmentLeft;
        private boolean inFragment;
        private boolean begun;

        /** With the longest message that is accepted, in bytes. */
        public Decoder(int max) {
            this.max = max;
        }

        /**
         * Takes bytes up to the end of the first complete message, and answers it; empty when all were taken and none is
         * complete yet.
         *
         * @throws RpcException when the message gets longer than the cap; the stream is lost then
         */
        public Optional<Bytes> next(ByteBuffer input) {
            while (true) {
                if (!inFragment) {
                    while (markBytes < Integer.BYTES) {
                        if (!input.hasRemaining()) {
                            return Optional.empty();
                        }
                        mark = (mark << 8) | (input.get() & 0xff);
                        markBytes++;
                        begun = true;
                    }
                    fragmentLeft = mark & ~LAST;
                    if (fragmentLeft > max - message.size()) {
                        throw new RpcException("a record of more than " + (message.size() + (long) fragmentLeft)
                                + " bytes is longer than " + max);
                    }
                    inFragment = true;
                }
                int taken = Math.min(fragmentLeft, input.remaining());
                byte[] chunk = new byte[taken];
                input.get(chunk);
                message.write(chunk, 0, taken);
                fragmentLeft -= taken;
                if (fragmentLeft > 0) {
                    return Optional.empty();
                }
                inFragment = false;
                markBytes = 0;
                if ((mark & LAST) != 0) {
                    Bytes complete = Bytes.of(message.toByteArray());
                    begun = false;
                    message = new ByteArrayOutputStream(); // a long message leaves no long buffer behind
                    return Optional.of(complete);
                }
            }
        }

        /** Whether a message has begun and not ended. */
        public boolean isPartial() {
            return begun;
        }
    }
}
