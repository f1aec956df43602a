/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gluster.gcs.engine.server.Caller.Role;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Further users of a node: lines of {@code NAME ROLE SECRET}, where {@code -} for the secret means that a client
 * certificate with this common name is needed. What cannot be read lets nobody in and is logged without its content.
 * Thread-safe.
 */
final class UsersFile {
    static final String NAME = "users";

    private static final Logger LOG = LoggerFactory.getLogger(UsersFile.class);
    private static final int SHORTEST_SECRET = 32;
    private static final long LONGEST = 1 << 20;
    private static final String NO_SECRET = "-";
    private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-r-----");

    /** One user; his secret is never shown. */
    record User(String name, Role role, Optional<byte[]> secret) {
        @Override
        public String toString() {
            return name + " " + role;
        }
    }

    private final Path file;
    private volatile SortedMap<String, User> users = Collections.emptySortedMap();
    private @Nullable String version;

    /** Reads it, when it is there. */
    UsersFile(Path file) {
        this.file = file;
        refresh();
    }

    Optional<User> find(String name) {
        return Optional.ofNullable(users.get(name));
    }

    /** Reads it again when it has changed. */
    synchronized void refresh() {
        try {
            PosixFileAttributes now = Files.readAttributes(file, PosixFileAttributes.class);
            String found = now.fileKey() + " " + now.lastModifiedTime() + " " + now.size() + " "
                    + PosixFilePermissions.toString(now.permissions());
            if (!found.equals(version)) {
                version = found;
                users = read(now);
            }
        } catch (NoSuchFileException absent) {
            version = null;
            users = Collections.emptySortedMap();
        } catch (IOException | UnsupportedOperationException failure) {
            if (!String.valueOf(failure).equals(version)) {
                version = String.valueOf(failure);
                LOG.error("the users in {} cannot be read, so none of them is let in: {}", file, version);
            }
            users = Collections.emptySortedMap();
        }
    }

    private SortedMap<String, User> read(PosixFileAttributes attributes) throws IOException {
        if (!MODE.containsAll(attributes.permissions())) {
            LOG.error(
                    "the users in {} may be read or changed by others ({}), so none of them is let in: chmod 640 it",
                    file,
                    PosixFilePermissions.toString(attributes.permissions()));
            return Collections.emptySortedMap();
        }
        if (!attributes.isRegularFile() || attributes.size() > LONGEST) {
            LOG.error("{} is not a file of at most {} bytes, so no user in it is let in", file, LONGEST);
            return Collections.emptySortedMap();
        }
        SortedMap<String, User> found = new TreeMap<>();
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String problem = add(line.split("\\s+", -1), found);
            if (!problem.isEmpty()) {
                LOG.error("line {} of {} lets nobody in: {}", i + 1, file, problem);
            }
        }
        return Collections.unmodifiableSortedMap(found);
    }

    private static String add(String[] words, SortedMap<String, User> found) {
        if (words.length != 3) {
            return "it is not NAME ROLE SECRET";
        }
        String name = words[0];
        if (name.equals(Credentials.ADMINISTRATOR)) {
            return name + " has the secret of the node, in the file " + SecretFile.NAME;
        }
        Role role;
        switch (words[1].toLowerCase(Locale.ROOT)) {
            case "admin" -> role = Role.ADMIN;
            case "provision" -> role = Role.PROVISION;
            case "read" -> role = Role.READ;
            default -> {
                return "the role must be admin, provision or read";
            }
        }
        byte[] secret = words[2].getBytes(StandardCharsets.UTF_8);
        if (!words[2].equals(NO_SECRET) && secret.length < SHORTEST_SECRET) {
            return "the secret of " + name + " must have " + SHORTEST_SECRET + " characters or more (or be " + NO_SECRET
                    + ": by certificate only)";
        }
        Optional<byte[]> given = words[2].equals(NO_SECRET) ? Optional.empty() : Optional.of(secret);
        if (found.putIfAbsent(name, new User(name, role, given)) != null) {
            return name + " stands in it twice; the first line counts";
        }
        return "";
    }
}
