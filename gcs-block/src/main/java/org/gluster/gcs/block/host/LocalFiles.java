/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.gluster.gcs.block.host.HostCall.DirectoryListing;
import org.gluster.gcs.block.host.HostCall.FileStatus;
import org.gluster.gcs.block.host.HostCall.FileType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file verbs. They throw {@link IOException} as Java does; {@link Failures} says what it means. */
final class LocalFiles {
    private static final Logger LOG = LoggerFactory.getLogger(LocalFiles.class);
    private static final int TYPE_MASK = 0170000;
    private static final int BLOCK_DEVICE = 0060000;

    /** Two writers of one file take turns, since both would use the same temporary file; by hash of the path. */
    private static final Object[] WRITERS =
            Stream.generate(Object::new).limit(64).toArray();

    private LocalFiles() {}

    static Optional<String> read(HostCall.ReadFile call) throws IOException {
        byte[] content;
        try (InputStream stream = Files.newInputStream(call.path())) {
            content = stream.readNBytes(call.maxBytes());
            if (content.length == call.maxBytes() && stream.read() >= 0) {
                throw new HostException(
                        HostException.Kind.TOO_LARGE,
                        "ReadFile of " + call.path() + " failed: it holds more than " + call.maxBytes() + " bytes");
            }
        } catch (FileSystemException failure) {
            return emptyWhenAbsent(failure);
        }
        return Optional.of(new String(content, StandardCharsets.UTF_8));
    }

    static SortedMap<Path, String> read(HostCall.ReadFiles call) {
        SortedMap<Path, String> found = new TreeMap<>();
        for (Path path : call.paths()) {
            try {
                read(new HostCall.ReadFile(path, call.maxBytes())).ifPresent(text -> found.put(path, text));
            } catch (IOException | HostException unreadable) {
                LOG.trace("{} is left out", path, unreadable);
            }
        }
        return found;
    }

    static Optional<DirectoryListing> list(HostCall.ListDirectory call) throws IOException {
        List<String> names = new ArrayList<>();
        boolean truncated = false;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(call.path())) {
            for (Path entry : entries) {
                if (names.size() == call.limit()) {
                    truncated = true;
                    break;
                }
                names.add(entry.getFileName().toString());
            }
        } catch (FileSystemException failure) {
            return emptyWhenAbsent(failure);
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
        Collections.sort(names);
        return Optional.of(new DirectoryListing(names, truncated));
    }

    static Optional<FileStatus> stat(Path path) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return Optional.of(new FileStatus(type(path, attributes), attributes.size()));
        } catch (FileSystemException failure) {
            return emptyWhenAbsent(failure);
        }
    }

    private static <T> Optional<T> emptyWhenAbsent(FileSystemException failure) throws FileSystemException {
        if (Failures.isAbsence(failure)) {
            return Optional.empty();
        }
        throw failure;
    }

    private static FileType type(Path path, BasicFileAttributes attributes) throws IOException {
        if (attributes.isRegularFile()) {
            return FileType.FILE;
        }
        if (attributes.isDirectory()) {
            return FileType.DIRECTORY;
        }
        Object mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return mode instanceof Integer bits && (bits & TYPE_MASK) == BLOCK_DEVICE
                ? FileType.BLOCK_DEVICE
                : FileType.OTHER;
    }

    static boolean makeDirectory(HostCall.MakeDirectory call) throws IOException {
        Set<PosixFilePermission> mode = PosixFilePermissions.fromString(call.mode());
        try {
            Files.createDirectory(call.path(), PosixFilePermissions.asFileAttribute(mode));
        } catch (FileAlreadyExistsException there) {
            if (Files.isDirectory(call.path(), LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            throw new IOException("Something that is no directory is there", there);
        }
        Files.setPosixFilePermissions(call.path(), mode); // what the umask took
        return true;
    }

    static boolean write(Path path, String text, String permissions, boolean durably) throws IOException {
        Path temporary = temporary(path);
        Set<PosixFilePermission> mode = PosixFilePermissions.fromString(permissions);
        synchronized (WRITERS[Math.floorMod(path.hashCode(), WRITERS.length)]) {
            Files.deleteIfExists(temporary); // of a writer that was killed
            try {
                try (FileChannel channel = FileChannel.open(
                        temporary,
                        Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                        PosixFilePermissions.asFileAttribute(mode))) {
                    Files.setPosixFilePermissions(temporary, mode); // what the umask took
                    ByteBuffer content = StandardCharsets.UTF_8.encode(text);
                    while (content.hasRemaining()) {
                        channel.write(content);
                    }
                    if (durably) {
                        channel.force(true);
                    }
                }
                Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException failure) {
                try {
                    Files.deleteIfExists(temporary);
                } catch (IOException second) {
                    failure.addSuppressed(second);
                }
                throw failure;
            }
            if (durably) {
                sync(parent(path));
            }
        }
        return true;
    }

    static boolean rename(HostCall.Rename call) throws IOException {
        Files.move(call.from(), call.to(), StandardCopyOption.ATOMIC_MOVE);
        return true;
    }

    static boolean delete(Path path) throws IOException {
        boolean deleted = Files.deleteIfExists(path);
        Path temporary = temporary(path);
        if (Files.isRegularFile(temporary, LinkOption.NOFOLLOW_LINKS)) {
            synchronized (WRITERS[Math.floorMod(path.hashCode(), WRITERS.length)]) {
                Files.deleteIfExists(temporary);
            }
        }
        return deleted;
    }

    static boolean sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
        return true;
    }

    /** Always the same name for one file, so that at most one is ever left, and found again. */
    private static Path temporary(Path path) {
        return path.resolveSibling("." + path.getFileName() + ".gcs-tmp");
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        return parent == null ? Path.of(".") : parent;
    }

    private static final int LARGEST_TLS_FILE = 1 << 20;

    /** A file of TLS as it is, links followed. */
    static TlsInspection.File tls(Path path) {
        try {
            String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
            try {
                boolean readable = Files.isRegularFile(path) && Files.size(path) <= LARGEST_TLS_FILE;
                return new TlsInspection.File(
                        path,
                        readable ? Optional.of(Files.readString(path, StandardCharsets.ISO_8859_1)) : Optional.empty(),
                        mode);
            } catch (IOException unreadable) {
                return new TlsInspection.File(path, Optional.empty(), mode);
            }
        } catch (IOException absent) {
            return new TlsInspection.File(path, Optional.empty(), "");
        }
    }
}
