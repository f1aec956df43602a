/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.access;

import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.gluster.gcs.block.host.Bytes;
import org.gluster.gcs.gluster.rpc.GlusterDict;
import org.gluster.gcs.gluster.rpc.RpcClient;
import org.gluster.gcs.gluster.rpc.XdrReader;
import org.gluster.gcs.gluster.rpc.XdrWriter;

/** Asks a node for a volfile, as GlusterFS' processes do. */
final class Getspec {
    private static final int PROGRAM = 14_398_633;
    private static final int VERSION = 2;
    private static final int PROCEDURE = 2;
    private static final int LONGEST = 1 << 20;
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    /**
     * What was answered.
     *
     * @param status length of the volfile, or -1
     * @param errno why there is none
     * @param text the volfile
     * @param everything the whole reply, byte by byte
     */
    record Answer(int status, int errno, String text, String everything) {}

    private Getspec() {}

    static Answer ask(SocketAddress node, String key, int flags, GlusterDict dict) {
        try (RpcClient client = RpcClient.connect(node, DEADLINE)) {
            Bytes question = new XdrWriter()
                    .writeInt(flags)
                    .writeString(key)
                    .writeOpaque(dict.encode())
                    .toBytes();
            Bytes results = client.call(PROGRAM, VERSION, PROCEDURE, question).results();
            XdrReader reader = new XdrReader(results);
            if (reader.remaining() == 0) {
                return new Answer(-1, 0, "", ""); // not even a question, to the node
            }
            int status = reader.readInt();
            int errno = reader.readInt();
            return new Answer(
                    status,
                    errno,
                    reader.readString(LONGEST),
                    new String(results.toArray(), StandardCharsets.ISO_8859_1));
        }
    }

    static Answer ask(SocketAddress node, String key) {
        return ask(node, key, 1, GlusterDict.empty().with("min-op-version", 1).with("max-op-version", 100_000));
    }
}
