/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.rpc;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one GETSPEC is answered with. Immutable.
 *
 * <p>It is made by {@link #of} and the methods that answer changed copies.
 */
public final class Volfile {
    private final String text;
    private final boolean localOnly;
    private final List<String> servers;
    private final @Nullable Path pidfile;
    private final int opVersion;

    private Volfile(String text, boolean localOnly, List<String> servers, @Nullable Path pidfile, int opVersion) {
        this.text = text;
        this.localOnly = localOnly;
        this.servers = List.copyOf(servers);
        this.pidfile = pidfile;
        this.opVersion = opVersion;
    }

    /** A volfile for anybody who asks. */
    public static Volfile of(String text) {
        return new Volfile(text, false, List.of(), null, 0);
    }

    /** The same, but never sent over TCP: it holds credentials. */
    public Volfile localOnly() {
        return new Volfile(text, true, servers, pidfile, opVersion);
    }

    /** The same with host names of servers that answer as well; mounts over TCP fail over to them, at port 24007. */
    public Volfile servers(List<String> hosts) {
        return new Volfile(text, localOnly, hosts, pidfile, opVersion);
    }

    /** The same with the pid file of the asking self-heal process, which does not start without. */
    public Volfile pidfile(Path file) {
        return new Volfile(text, localOnly, servers, file, opVersion);
    }

    /** The same, refused to clients that do not understand this op-version; 0 means any. */
    public Volfile opVersion(int version) {
        return new Volfile(text, localOnly, servers, pidfile, version);
    }

    /** Names this text among others of its key, without telling what is in it. */
    public String checksum() {
        return checksum(text);
    }

    /** The {@link #checksum()} of a volfile with this text. */
    public static String checksum(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    /** The volfile itself. */
    public String text() {
        return text;
    }

    /** Whether it is served over the Unix socket only. */
    public boolean isLocalOnly() {
        return localOnly;
    }

    /** Hosts that answer as well. */
    public List<String> servers() {
        return servers;
    }

    /** The asking process' pid file. */
    public Optional<Path> pidfile() {
        return Optional.ofNullable(pidfile);
    }

    /** The op-version that a client must understand, or 0. */
    public int opVersion() {
        return opVersion;
    }

    /** Without the text, which may hold credentials. */
    @Override
    public String toString() {
        return "Volfile[" + text.length() + " characters" + (localOnly ? ", local only" : "") + "]";
    }
}
