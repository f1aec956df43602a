/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.volfile;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.gluster.gcs.gluster.option.OptionTable;
import org.gluster.gcs.gluster.option.VolumeOption.Kind;

/**
 * The graph with which a brick process starts, before bricks are attached to it: a server over nothing. So all bricks of a
 * process come and go alike, and it goes on without any.
 *
 * <p>Bricks can share a process when {@link #signature} is equal: what holds for the process as a whole - where and how the
 * server listens, its limits, how is logged - is the same for all of them, and so are the kinds and the order of their
 * translators. The latter is needed because GlusterFS numbers translators within each graph, and keeps what they know of a
 * file by that number: the process' one server must have the number that each brick's own server had. For that the graph
 * is filled up with translators that do nothing.
 *
 * @param signature short; equal for bricks that can share a process
 * @param text the volfile; holds no secret
 */
public record ProcessGraph(String signature, String text) {
    /** The name of the server; options of the command line begin with it. */
    public static final String SERVER = "gcs-server";

    private static final String NOTHING = "gcs-nothing";
    private static final String SERVER_TYPE = "protocol/server";
    private static final String IO_STATS = "debug/io-stats";
    private static final String PORT = "transport.socket.listen-port";
    private static final int SIGNATURE = 8;
    private static final List<String> LOGGING = OptionTable.glusterfs().rows().stream()
            .filter(row -> row.target().kind() == Kind.BRICK_LOG)
            .map(row -> row.target().option())
            .toList();

    /** Of the process for a brick with this graph. */
    public static ProcessGraph of(Graph brick) {
        StringBuilder shape = new StringBuilder();
        StringBuilder text = new StringBuilder(4096);
        StringBuilder server = new StringBuilder();
        for (Translator translator : brick.translators()) {
            shape.append(translator.type()).append('\n');
            translator.options().forEach((key, value) -> {
                if (isOfProcess(translator.type(), key)) {
                    shape.append(key).append('=').append(value).append('\n');
                    if (translator.type().equals(SERVER_TYPE)) {
                        server.append(option(key, value));
                    }
                }
            });
        }
        for (int filler = 1; filler < brick.translators().size(); filler++) {
            String name = filler == 1 ? NOTHING : NOTHING + "-" + filler;
            text.append("volume ").append(name).append("\n    type debug/sink\n");
            text.append(option("unique-id", name)); // without an option the parser takes no translator
            text.append("end-volume\n\n");
        }
        text.append("volume ")
                .append(SERVER)
                .append("\n    type ")
                .append(SERVER_TYPE)
                .append('\n');
        text.append(server);
        // The server loads those ways of authentication only that it has an option of when it starts; bricks need both.
        text.append(option("auth.addr." + NOTHING + ".reject", "*"));
        text.append(option("auth.login." + NOTHING + ".allow", NOTHING));
        text.append(option("auth-path", NOTHING));
        text.append("    subvolumes ").append(NOTHING).append("\nend-volume\n\n");
        return new ProcessGraph(digest(shape.toString()), text.toString());
    }

    /** Whether an option of a brick's translator holds for the whole process. */
    static boolean isOfProcess(String type, String option) {
        return switch (type) {
            case SERVER_TYPE -> !option.startsWith("auth.") && !option.equals("auth-path") && !option.equals(PORT);
            case IO_STATS -> LOGGING.contains(option);
            default -> false;
        };
    }

    private static String option(String key, String value) {
        return "    option " + key + " " + Tokens.written(value) + "\n";
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, SIGNATURE);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JVM has SHA-256", impossible);
        }
    }
}
