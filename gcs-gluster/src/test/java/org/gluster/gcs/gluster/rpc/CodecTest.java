/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.gluster.gcs.block.host.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CodecTest {

    /** What a mount sent to glusterd 10.3, with its credential and dictionary filled in. */
    static final String GETSPEC = "8000008c 00000002 00000000 00000002 00dbb4a9 00000002 00000002 0005f397 00000018"
            + "000000000000000000000000000000000000000000000000 00000000 00000000"
            + "00000001 00000003 2f763100 0000003b"
            + "00000002 0000000e 00000002 6d696e2d6f702d76657273696f6e00 3100"
            + "0000000e 00000007 6d61782d6f702d76657273696f6e00 31303030303000 00";

    private static final List<RpcMessage.Status> STATUSES = List.of(RpcMessage.Status.values());

    @Test
    void xdr_isThatOfRfc4506() {
        Bytes written = new XdrWriter()
                .writeInt(-2)
                .writeInt((int) 4_000_000_000L)
                .writeLong(-3)
                .writeBoolean(true)
                .writeOpaque(Seed.hex("0102030405"))
                .writeString("sillyprog")
                .toBytes();
        assertThat(Seed.hex(written))
                .isEqualTo("fffffffe" + "ee6b2800" + "fffffffffffffffd" + "00000001" + "00000005" + "0102030405000000"
                        + "00000009" + "73696c6c7970726f67000000");
        XdrReader in = new XdrReader(written);
        assertThat(in.readInt()).isEqualTo(-2);
        assertThat(in.readUnsigned()).isEqualTo(4_000_000_000L);
        assertThat(in.readLong()).isEqualTo(-3);
        assertThat(in.readBoolean()).isTrue();
        assertThat(in.readOpaque(5)).isEqualTo(Seed.hex("0102030405"));
        assertThat(in.readString(9)).isEqualTo("sillyprog");
        assertThat(in.remaining()).isZero();
    }

    @Test
    void xdr_readsTheFileOfRfc4506() { // section 7: struct file, "sillyprog", EXEC, "lisp", owner "john", data "(quit)"
        XdrReader in = new XdrReader(Seed.hex("00000009 73696c6c 7970726f 67000000 00000002 00000004 6c697370 00000004"
                + "6a6f686e 00000006 28717569 74290000"));
        assertThat(in.readString(255)).isEqualTo("sillyprog");
        assertThat(in.readInt()).isEqualTo(2);
        assertThat(in.readString(255)).isEqualTo("lisp");
        assertThat(in.readString(32)).isEqualTo("john");
        assertThat(in.readOpaque(65_535)).isEqualTo(Seed.hex("287175697429"));
        assertThat(in.remaining()).isZero();
    }

    @Test
    void xdr_whenOverItsCapOrEnd_refuses() {
        Bytes text = new XdrWriter().writeString("abcde").toBytes();
        assertThatThrownBy(() -> new XdrReader(text).readString(4)).isInstanceOf(RpcException.class);
        assertThatThrownBy(() -> new XdrReader(Seed.hex("ffffffff")).readOpaque(Integer.MAX_VALUE))
                .isInstanceOf(RpcException.class);
        assertThatThrownBy(() -> new XdrReader(Seed.hex("7fffffff 00")).readOpaque(Integer.MAX_VALUE))
                .isInstanceOf(RpcException.class);
        assertThatThrownBy(() -> new XdrReader(Seed.hex("00000002")).readBoolean())
                .isInstanceOf(RpcException.class);
        assertThatThrownBy(() -> new XdrReader(Seed.hex("00000001 00000000")).readString(9))
                .isInstanceOf(RpcException.class);
        assertThatThrownBy(() -> new XdrReader(Seed.hex("00000001 ff000000")).readString(9))
                .isInstanceOf(RpcException.class);
    }

    @Test
    void getspec_asRecorded_isRead() {
        Bytes message = RecordMark.unwrap(Seed.hex(GETSPEC), 1024);
        RpcMessage.Call call = (RpcMessage.Call) RpcMessage.decode(message);
        assertThat(call.xid()).isEqualTo(2);
        assertThat(call.program()).isEqualTo(HandshakeProgram.PROGRAM);
        assertThat(call.version()).isEqualTo(HandshakeProgram.VERSION);
        assertThat(call.procedure()).isEqualTo(HandshakeProgram.GETSPEC);
        assertThat(call.flavour()).isEqualTo(RpcMessage.AUTH_GLUSTERFS_V2);
        assertThat(call.encode()).isEqualTo(message);
        XdrReader in = new XdrReader(call.arguments());
        assertThat(in.readInt()).isEqualTo(1);
        assertThat(in.readString(100)).isEqualTo("/v1");
        GlusterDict dict = GlusterDict.decode(in.readOpaque(100));
        assertThat(dict.keys()).containsExactly("min-op-version", "max-op-version");
        assertThat(dict.number("max-op-version")).hasValue(100_000);
    }

    @Test
    void fetchspec_isTheRecordedBytes() {
        Bytes call = RpcMessage.Call.of(1, Subscriptions.CALLBACK_PROGRAM, 1, Subscriptions.FETCHSPEC, none())
                .encode();
        assertThat(Seed.hex(RecordMark.wrap(call)))
                .isEqualTo("80000028" + "00000001" + "00000000" + "00000002" + "0324cc42" + "00000001" + "00000001"
                        + "00000000".repeat(4));
    }

    @Test
    void replies_areThoseOfRfc5531() {
        String head = "00000007" + "00000001" + "00000000" + "00000000" + "00000000";
        assertThat(Seed.hex(RpcMessage.Reply.success(7, Seed.hex("000000ff")).encode()))
                .isEqualTo(head + "00000000" + "000000ff");
        assertThat(Seed.hex(RpcMessage.Reply.failure(7, RpcMessage.Status.PROG_UNAVAIL)
                        .encode()))
                .isEqualTo(head + "00000001");
        assertThat(Seed.hex(RpcMessage.Reply.mismatch(7, 2, 5).encode()))
                .isEqualTo(head + "00000002" + "00000002" + "00000005");
        assertThat(Seed.hex(RpcMessage.Reply.failure(7, RpcMessage.Status.PROC_UNAVAIL)
                        .encode()))
                .isEqualTo(head + "00000003");
        assertThat(Seed.hex(RpcMessage.Reply.failure(7, RpcMessage.Status.GARBAGE_ARGS)
                        .encode()))
                .isEqualTo(head + "00000004");
        assertThat(Seed.hex(RpcMessage.Reply.failure(7, RpcMessage.Status.SYSTEM_ERR)
                        .encode()))
                .isEqualTo(head + "00000005");
        Bytes wrongRpcVersion = Seed.hex("00000007 00000000 00000003" + "00000000".repeat(7));
        assertThat(Seed.hex(
                        RpcMessage.Codec.denial(wrongRpcVersion).orElseThrow().encode()))
                .isEqualTo("00000007" + "00000001" + "00000001" + "00000000" + "00000002" + "00000002");
        Bytes unknownCredential =
                Seed.hex("00000007 00000000 00000002" + "00000001".repeat(3) + "000000ff" + "00000000".repeat(3));
        assertThatThrownBy(() -> RpcMessage.decode(unknownCredential)).isInstanceOf(RpcException.class);
        assertThat(Seed.hex(
                        RpcMessage.Codec.denial(unknownCredential).orElseThrow().encode()))
                .isEqualTo("00000007" + "00000001" + "00000001" + "00000001" + "00000001");
    }

    @Test
    void anyMessage_comesBackFromItsBytes() {
        Random random = Seed.random();
        int[] flavours = {0, 1, 5, 390_039, 390_040};
        for (int round = 0; round < 2_000; round++) {
            RpcMessage.Call call = new RpcMessage.Call(
                    random.nextInt(),
                    random.nextInt(),
                    random.nextInt(),
                    random.nextInt(),
                    flavours[random.nextInt(flavours.length)],
                    Seed.bytes(random, 400),
                    Seed.bytes(random, 100));
            assertThat(RpcMessage.decode(call.encode())).isEqualTo(call);
            RpcMessage.Status status = STATUSES.get(random.nextInt(STATUSES.size()));
            RpcMessage.Reply reply = switch (status) {
                case SUCCESS -> RpcMessage.Reply.success(random.nextInt(), Seed.bytes(random, 100));
                case PROG_MISMATCH -> RpcMessage.Reply.mismatch(random.nextInt(), random.nextInt(), random.nextInt());
                case DENIED -> new RpcMessage.Reply(random.nextInt(), status, 1, random.nextInt(), none());
                default -> RpcMessage.Reply.failure(random.nextInt(), status);
            };
            assertThat(RpcMessage.decode(reply.encode())).isEqualTo(reply);
        }
    }

    @Test
    void anyDict_comesBackFromItsBytes() {
        Random random = Seed.random();
        for (int round = 0; round < 500; round++) {
            GlusterDict dict = GlusterDict.empty();
            for (int pair = random.nextInt(6); pair > 0; pair--) {
                String key = "k\u00fc" + random.nextInt(8);
                dict = switch (random.nextInt(3)) {
                    case 0 -> dict.with(key, random.nextLong());
                    case 1 -> dict.with(key, "text\u4e2d" + random.nextInt());
                    default -> dict.with(key, Seed.bytes(random, 40));
                };
            }
            assertThat(GlusterDict.decode(dict.encode())).isEqualTo(dict).hasSameHashCodeAs(dict);
        }
        assertThat(GlusterDict.empty().encode().size()).isZero();
        assertThat(GlusterDict.decode(Seed.hex("00000000"))).isEqualTo(GlusterDict.empty());
        GlusterDict dict = GlusterDict.empty().with("a", -5).with("b", "x").with("c", Seed.hex("ff"));
        assertThat(dict.number("a")).hasValue(-5);
        assertThat(dict.number("b")).isEmpty();
        assertThat(dict.text("b")).contains("x");
        assertThat(dict.text("c")).isEmpty();
        assertThat(dict.text("d")).isEmpty();
        assertThat(dict.toString()).isEqualTo("GlusterDict[a, b, c]");
    }

    @Test
    void everyCodec_whenCutAtAnyByte_refuses() {
        Bytes call =
                new RpcMessage.Call(1, 2, 3, 4, RpcMessage.AUTH_GLUSTERFS_V2, Seed.hex("aabbccddee"), none()).encode();
        everyPrefix(call, RpcMessage::decode);
        everyPrefix(RpcMessage.Reply.mismatch(1, 2, 3).encode(), RpcMessage::decode);
        Bytes dict = GlusterDict.empty().with("key", "value").with("other", 7).encode();
        for (int length = 1; length < dict.size(); length++) { // no bytes at all are an empty one
            Bytes cut = Seed.prefix(dict, length);
            assertThatThrownBy(() -> GlusterDict.decode(cut)).isInstanceOf(RpcException.class);
        }
        everyPrefix(answerBytes(), BrickOps::answer);
        everyPrefix(RecordMark.wrap(call), record -> RecordMark.unwrap(record, 1024));
    }

    @Test
    void everyCodec_whenFedGarbage_refusesOrReads() {
        Random random = Seed.random();
        Bytes call = RpcMessage.Call.of(1, 2, 3, 4, Seed.hex("00000001")).encode();
        Bytes dict = GlusterDict.empty().with("key", "value").with("other", 7).encode();
        List<Consumer<Bytes>> codecs = List.of(
                RpcMessage::decode,
                GlusterDict::decode,
                BrickOps::answer,
                bytes -> RpcMessage.Codec.denial(bytes),
                bytes -> RecordMark.unwrap(bytes, 4_096));
        int refused = 0;
        for (int round = 0; round < 30_000; round++) {
            Bytes garbage = switch (random.nextInt(4)) {
                case 0 -> Seed.bytes(random, 200);
                case 1 -> damaged(random, call);
                case 2 -> damaged(random, dict);
                default -> damaged(random, answerBytes());
            };
            for (Consumer<Bytes> codec : codecs) {
                try {
                    codec.accept(garbage);
                } catch (RpcException expected) {
                    refused++;
                }
            }
        }
        assertThat(refused).isGreaterThan(10_000);
    }

    @Test
    void recordMark_whereverTheStreamIsCut_givesTheSameMessages() {
        Random random = Seed.random();
        for (int round = 0; round < 300; round++) {
            List<Bytes> messages = new ArrayList<>();
            XdrWriter stream = new XdrWriter();
            for (int i = random.nextInt(5); i >= 0; i--) {
                Bytes message = Seed.bytes(random, 60);
                messages.add(message);
                fragments(random, message, stream);
            }
            RecordMark.Decoder decoder = new RecordMark.Decoder(60);
            List<Bytes> read = new ArrayList<>();
            ByteBuffer all = stream.toBytes().toBuffer();
            while (all.hasRemaining()) {
                ByteBuffer part = all.slice(all.position(), 1 + random.nextInt(Math.min(20, all.remaining())));
                all.position(all.position() + part.limit());
                Optional<Bytes> message = decoder.next(part);
                while (message.isPresent()) {
                    read.add(message.get());
                    message = decoder.next(part);
                }
            }
            assertThat(read).isEqualTo(messages);
            assertThat(decoder.isPartial()).isFalse();
        }
    }

    @Test
    void recordMark_whenLongerThanItsCap_refusesBeforeTheBytesCome() {
        assertThatThrownBy(() ->
                        new RecordMark.Decoder(100).next(Seed.hex("80000065").toBuffer()))
                .isInstanceOf(RpcException.class)
                .hasMessageContaining("100");
        RecordMark.Decoder decoder = new RecordMark.Decoder(100);
        decoder.next(Seed.hex("00000040" + "00".repeat(64)).toBuffer());
        assertThat(decoder.isPartial()).isTrue();
        assertThatThrownBy(() -> decoder.next(Seed.hex("80000025").toBuffer())).isInstanceOf(RpcException.class);
        assertThatThrownBy(() ->
                        new RecordMark.Decoder(100).next(Seed.hex("7fffffff").toBuffer()))
                .isInstanceOf(RpcException.class);
    }

    @Test
    void recordMark_ofEmptyFragments_staysPartial() {
        RecordMark.Decoder decoder = new RecordMark.Decoder(100);
        assertThat(decoder.next(Seed.hex("00000000".repeat(50)).toBuffer())).isEmpty();
        assertThat(decoder.isPartial()).isTrue();
        assertThat(decoder.next(Seed.hex("80000000").toBuffer())).contains(none());
        assertThat(decoder.isPartial()).isFalse();
    }

    @Test
    void brickOps_areCallsOfFourFields() {
        RpcMessage.Call call = call(BrickOps.terminate("/b1"));
        assertThat(call.program()).isEqualTo(4_867_634);
        assertThat(call.version()).isEqualTo(2);
        assertThat(call.procedure()).isEqualTo(1);
        assertThat(Seed.hex(call.arguments()))
                .isEqualTo("00000003" + "2f623100" + "00000001" + "00000000" + "00000000");

        XdrReader attach =
                new XdrReader(call(BrickOps.attach(Path.of("/run/v.b1.vol"))).arguments());
        assertThat(attach.readString(100)).isEqualTo("/run/v.b1.vol");
        assertThat(attach.readInt()).isEqualTo(12);
        assertThatThrownBy(() -> BrickOps.attach(Path.of("/run/v.b1"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BrickOps.attach(Path.of("v.vol"))).isInstanceOf(IllegalArgumentException.class);

        XdrReader service = new XdrReader(call(BrickOps.serviceAttach("shd/v", "volume x", Path.of("/run/shd.pid")))
                .arguments());
        assertThat(service.readString(100)).isEqualTo("shd/v");
        assertThat(service.readInt()).isEqualTo(14);
        assertThat(service.readOpaque(100))
                .isEqualTo(Bytes.of("volume x".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertThat(GlusterDict.decode(service.readOpaque(100)).text("pidfile")).contains("/run/shd.pid");
        assertThat(service.remaining()).isZero();
        assertThat(call(BrickOps.serviceDetach("shd/v", Path.of("/run/shd.pid")))
                        .procedure())
                .isEqualTo(15);
        assertThat(call(BrickOps.status("/b1", 2)).procedure()).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource
    void heal_namesItsSubvolumes(BrickOps.Heal heal) {
        XdrReader in = new XdrReader(call(BrickOps.heal(heal, List.of("v-replicate-0", "w-replicate-0")))
                .arguments());
        assertThat(in.readString(10)).isEmpty();
        assertThat(in.readInt()).isEqualTo(3);
        GlusterDict dict = GlusterDict.decode(in.readOpaque(1_000));
        assertThat(dict.number("xl-op"))
                .hasValue(
                        switch (heal) {
                            case INDEX -> 1;
                            case FULL -> 2;
                            case COUNTS -> 8;
                        });
        assertThat(dict.number("count")).hasValue(2);
        assertThat(dict.text("xl-1")).contains("w-replicate-0");
        assertThat(dict.number("w-replicate-0")).hasValue(1);
    }

    @Test
    void answer_isReadOrRefused() {
        BrickOps.Answer answer = BrickOps.answer(answerBytes());
        assertThat(answer.isOk()).isFalse();
        assertThat(answer.errno()).isEqualTo(22);
        assertThat(answer.error()).isEqualTo("no");
        assertThat(answer.dict().number("a")).hasValue(1);
        Bytes garbage = RecordMark.wrap(
                RpcMessage.Reply.failure(1, RpcMessage.Status.GARBAGE_ARGS).encode());
        assertThatThrownBy(() -> BrickOps.answer(garbage))
                .isInstanceOf(RpcException.class)
                .hasMessageContaining("GARBAGE_ARGS");
        assertThatThrownBy(() -> BrickOps.answer(BrickOps.terminate("/b"))).isInstanceOf(RpcException.class);
    }

    private static Bytes answerBytes() {
        return RecordMark.wrap(RpcMessage.Reply.success(
                        1,
                        new XdrWriter()
                                .writeInt(-1)
                                .writeInt(22)
                                .writeOpaque(GlusterDict.empty().with("a", 1).encode())
                                .writeString("no")
                                .toBytes())
                .encode());
    }

    private static RpcMessage.Call call(Bytes record) {
        return (RpcMessage.Call) RpcMessage.decode(RecordMark.unwrap(record, RecordMark.MAX_RECORD));
    }

    private static void everyPrefix(Bytes whole, Consumer<Bytes> codec) {
        codec.accept(whole);
        for (int length = 0; length < whole.size(); length++) {
            Bytes cut = Seed.prefix(whole, length);
            assertThatThrownBy(() -> codec.accept(cut)).as("cut at %s", length).isInstanceOf(RpcException.class);
        }
    }

    private static Bytes damaged(Random random, Bytes sound) {
        byte[] bytes = sound.toArray();
        for (int change = random.nextInt(4); change >= 0; change--) {
            bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? random.nextInt() : 0xff);
        }
        return Seed.prefix(Bytes.of(bytes), random.nextInt(4) > 0 ? bytes.length : random.nextInt(bytes.length));
    }

    private static void fragments(Random random, Bytes message, XdrWriter stream) {
        byte[] bytes = message.toArray();
        int at = 0;
        while (true) {
            int length = random.nextInt(bytes.length - at + 1);
            boolean last = at + length == bytes.length && random.nextBoolean();
            stream.writeInt((last ? 0x8000_0000 : 0) | length)
                    .writeRaw(Bytes.of(java.util.Arrays.copyOfRange(bytes, at, at + length)));
            at += length;
            if (last) {
                return;
            }
        }
    }

    private static Bytes none() {
        return Bytes.of(new byte[0]);
    }
}
