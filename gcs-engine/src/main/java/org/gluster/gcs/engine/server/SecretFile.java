/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.GcsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The secret that a node shares with its administrators: the file {@code auth}, as GlusterD2 keeps it. 32 random bytes as 64
 * hexadecimal digits, readable by its owner and, where there is one, the group {@code gluster}.
 */
final class SecretFile {
    static final String NAME = "auth";

    private static final Logger LOG = LoggerFactory.getLogger(SecretFile.class);
    private static final String GROUP = "gluster";
    private static final int RANDOM_BYTES = 32;
    private static final long LONGEST = 4096;
    private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-r-----");

    private SecretFile() {}

    /** Reads it, or makes it when it is absent: whole and on disk, or not at all. */
    static byte[] in(Path directory) {
        Path file = directory.resolve(NAME);
        try {
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                make(file);
            }
            return read(file);
        } catch (IOException | UnsupportedOperationException failure) {
            throw refused(
                    file, "cannot be read or made: " + failure + "; make the directory writable, or the file readable");
        }
    }

    private static byte[] read(Path file) throws IOException {
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        if (!MODE.containsAll(mode)) {
            throw refused(
                    file,
                    "may be used by others than its owner and readers of its group ("
                            + PosixFilePermissions.toString(mode)
                            + "), so it is no secret: replace it, or chmod 640 it");
        }
        if (!Files.isRegularFile(file) || Files.size(file) == 0 || Files.size(file) > LONGEST) {
            throw refused(
                    file, "is not a file of 1 to " + LONGEST + " bytes: remove it, and the next start makes a new one");
        }
        return Files.readAllBytes(file);
    }

    private static void make(Path file) throws IOException {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        byte[] text = HexFormat.of().formatHex(random).getBytes(StandardCharsets.US_ASCII);
        Path fresh = file.resolveSibling(NAME + ".new");
        Files.deleteIfExists(fresh);
        try (FileChannel channel = FileChannel.open(
                fresh,
                Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer left = ByteBuffer.wrap(text);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            giveToGroup(fresh);
            Files.setPosixFilePermissions(fresh, MODE);
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private static void giveToGroup(Path file) {
        try {
            GroupPrincipal group =
                    file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(GROUP);
            Files.getFileAttributeView(file, PosixFileAttributeView.class).setGroup(group);
        } catch (IOException noSuchGroup) {
            LOG.debug("{} stays with the group of this process", file, noSuchGroup);
        }
    }

    private static GcsException refused(Path file, String why) {
        return GcsException.of(ErrorDetail.builder(ErrorCode.REFUSED)
                .resource(file.toString())
                .message("the secret " + file + " " + why)
                .build());
    }
}
