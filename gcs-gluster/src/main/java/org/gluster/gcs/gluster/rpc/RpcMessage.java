/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.rpc;

import java.util.Optional;
import java.util.Set;
import org.gluster.gcs.block.host.Bytes;

/** One ONC-RPC message, version 2 (RFC 5531), with its arguments or results still encoded. */
public sealed interface RpcMessage {
    /** Credential flavour: none. */
    int AUTH_NONE = 0;
    /** Credential flavour: Unix ids. */
    int AUTH_SYS = 1;
    /** Credential flavour: GlusterFS, first form. */
    int AUTH_GLUSTERFS = 5;
    /** Credential flavour: GlusterFS, as every daemon and client of release 10 sends it. */
    int AUTH_GLUSTERFS_V2 = 390_039;
    /** Credential flavour: GlusterFS, third form. */
    int AUTH_GLUSTERFS_V3 = 390_040;

    /** The pairing of call and reply. */
    int xid();

    /** As bytes, without record mark. */
    Bytes encode();

    /**
     * A call.
     *
     * @param xid pairs the reply with it
     * @param program program number
     * @param version the program's version
     * @param procedure procedure number
     * @param flavour credential flavour, unsigned
     * @param credential the credential's body, not looked into
     * @param arguments encoded arguments
     */
    record Call(int xid, int program, int version, int procedure, int flavour, Bytes credential, Bytes arguments)
            implements RpcMessage {

        /** A call without credential. */
        public static Call of(int xid, int program, int version, int procedure, Bytes arguments) {
            return new Call(xid, program, version, procedure, AUTH_NONE, Bytes.of(new byte[0]), arguments);
        }

        @Override
        public Bytes encode() {
            return new XdrWriter()
                    .writeInt(xid)
                    .writeInt(Codec.CALL)
                    .writeInt(Codec.VERSION)
                    .writeInt(program)
                    .writeInt(version)
                    .writeInt(procedure)
                    .writeInt(flavour)
                    .writeOpaque(credential)
                    .writeInt(AUTH_NONE)
                    .writeInt(0)
                    .writeRaw(arguments)
                    .toBytes();
        }
    }

    /** Why a call brought no result. */
    enum Status {
        /** It did: the results follow. */
        SUCCESS(0),
        /** No such program here. */
        PROG_UNAVAIL(1),
        /** The program has other versions. */
        PROG_MISMATCH(2),
        /** The program has no such procedure. */
        PROC_UNAVAIL(3),
        /** The arguments cannot be read. */
        GARBAGE_ARGS(4),
        /** The server failed. */
        SYSTEM_ERR(5),
        /** The call was denied: RPC version or credential. */
        DENIED(-1);

        private final int code;

        Status(int code) {
            this.code = code;
        }
    }

    /**
     * A reply.
     *
     * @param xid that of the call
     * @param status whether and how it was answered
     * @param low with {@link Status#PROG_MISMATCH} the lowest version there is, else 0; with {@link Status#DENIED} the
     *     reject status
     * @param high with {@link Status#PROG_MISMATCH} the highest version there is; with {@link Status#DENIED} for its
     *     credential (reject status 1) the reason; else 0
     * @param results encoded results with {@link Status#SUCCESS}, else empty
     */
    record Reply(int xid, Status status, int low, int high, Bytes results) implements RpcMessage {

        /** A reply with results. */
        public static Reply success(int xid, Bytes results) {
            return new Reply(xid, Status.SUCCESS, 0, 0, results);
        }

        /** A reply without results. */
        public static Reply failure(int xid, Status status) {
            return new Reply(xid, status, 0, 0, Bytes.of(new byte[0]));
        }

        /** {@link Status#PROG_MISMATCH}. */
        public static Reply mismatch(int xid, int low, int high) {
            return new Reply(xid, Status.PROG_MISMATCH, low, high, Bytes.of(new byte[0]));
        }

        @Override
        public Bytes encode() {
            XdrWriter out = new XdrWriter().writeInt(xid).writeInt(Codec.REPLY);
            if (status == Status.DENIED) {
                out.writeInt(1).writeInt(low);
                if (low == Codec.RPC_MISMATCH) {
                    out.writeInt(Codec.VERSION).writeInt(Codec.VERSION);
                } else {
                    out.writeInt(high);
                }
                return out.toBytes();
            }
            out.writeInt(0).writeInt(AUTH_NONE).writeInt(0).writeInt(status.code);
            if (status == Status.PROG_MISMATCH) {
                out.writeInt(low).writeInt(high);
            }
            return out.writeRaw(results).toBytes();
        }
    }

    /**
     * Reads one message.
     *
     * @throws RpcException when it is none of RPC version 2, or its credential has an unknown flavour
     */
    static RpcMessage decode(Bytes message) {
        return Codec.decode(new XdrReader(message));
    }

    /** The encoding's numbers. */
    final class Codec {
        static final int CALL = 0;
        static final int REPLY = 1;
        static final int VERSION = 2;
        static final int RPC_MISMATCH = 0;
        static final int AUTH_ERROR = 1;
        static final int AUTH_BAD_CREDENTIAL = 1;
        static final int MAX_CREDENTIAL = 400;
        private static final Set<Integer> FLAVOURS =
                Set.of(AUTH_NONE, AUTH_SYS, AUTH_GLUSTERFS, AUTH_GLUSTERFS_V2, AUTH_GLUSTERFS_V3);

        private Codec() {}

        static RpcMessage decode(XdrReader in) {
            int xid = in.readInt();
            int type = in.readInt();
            return switch (type) {
                case CALL -> call(xid, in);
                case REPLY -> reply(xid, in);
                default -> throw new RpcException("a message cannot have type " + type);
            };
        }

        /** The denial that an unreadable message deserves; empty when it is not even a call. */
        static Optional<Reply> denial(Bytes message) {
            XdrReader in = new XdrReader(message);
            if (in.remaining() < 10 * Integer.BYTES) {
                return Optional.empty();
            }
            int xid = in.readInt();
            if (in.readInt() != CALL) {
                return Optional.empty();
            }
            boolean mismatch = in.readInt() != VERSION;
            return Optional.of(denied(xid, mismatch ? RPC_MISMATCH : AUTH_ERROR, mismatch ? 0 : AUTH_BAD_CREDENTIAL));
        }

        private static Reply denied(int xid, int reason, int detail) {
            return new Reply(xid, Status.DENIED, reason, detail, Bytes.of(new byte[0]));
        }

        private static Call call(int xid, XdrReader in) {
            int version = in.readInt();
            if (version != VERSION) {
                throw new RpcException("RPC version " + Integer.toUnsignedString(version) + " is not 2");
            }
            int program = in.readInt();
            int programVersion = in.readInt();
            int procedure = in.readInt();
            int flavour = in.readInt();
            if (!FLAVOURS.contains(flavour)) {
                throw new RpcException("credential flavour " + Integer.toUnsignedString(flavour) + " is not known");
            }
            Bytes credential = in.readOpaque(MAX_CREDENTIAL);
            in.readInt(); // the verifier's flavour, whatever it is
            in.readOpaque(MAX_CREDENTIAL);
            return new Call(xid, program, programVersion, procedure, flavour, credential, in.readRest());
        }

        private static Reply reply(int xid, XdrReader in) {
            int accepted = in.readInt();
            if (accepted == 1) {
                int reason = in.readInt();
                int detail = in.readInt();
                if (reason == RPC_MISMATCH) {
                    in.readInt();
                    return denied(xid, RPC_MISMATCH, 0);
                }
                if (reason == AUTH_ERROR) {
                    return denied(xid, AUTH_ERROR, detail);
                }
                throw new RpcException("a reply cannot be denied for reason " + reason);
            }
            if (accepted != 0) {
                throw new RpcException("a reply is neither accepted nor denied: " + accepted);
            }
            in.readInt();
            in.readOpaque(MAX_CREDENTIAL);
            int code = in.readInt();
            for (Status status : Status.values()) {
                if (status.code == code && status != Status.DENIED) {
                    boolean mismatch = status == Status.PROG_MISMATCH;
                    int low = mismatch ? in.readInt() : 0;
                    int high = mismatch ? in.readInt() : 0;
                    return new Reply(xid, status, low, high, in.readRest());
                }
            }
            throw new RpcException("a reply cannot have status " + code);
        }
    }
}
