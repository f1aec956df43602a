/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Extended attributes: {@code user.*} as Java offers them, {@code trusted.*} by the kernel's calls, or else by the programs of
 * package attr. Values travel to the programs as hexadecimal, so nothing in them is ever taken for an escape.
 */
final class LocalAttributes {
    private static final Logger LOG = LoggerFactory.getLogger(LocalAttributes.class);
    private static final String USER = "user.";
    private static final String TRUSTED = "trusted.";
    private static final String HEXADECIMAL = "0x";

    private LocalAttributes() {}

    static Optional<String> read(HostCall.ReadAttribute call, Optional<Builtins> builtins) throws IOException {
        String name = call.name();
        if (name.startsWith(USER)) {
            return readUser(call.path(), name.substring(USER.length())).map(LocalAttributes::text);
        }
        requireTrusted(call, name);
        if (LocalFiles.stat(call.path()).isEmpty()) { // no program is needed to see that
            return Optional.empty();
        }
        if (builtins.isPresent()) {
            try {
                return builtins.get().attribute(call.path(), name).map(LocalAttributes::text);
            } catch (Builtins.Refused unclear) {
                LOG.trace("{} is left to getfattr", call, unclear);
            }
        }
        String printed;
        try {
            printed = run(
                    "getfattr",
                    "--absolute-names",
                    "-e",
                    "hex",
                    "-n",
                    name,
                    "--",
                    call.path().toString());
        } catch (HostException failure) {
            if (isAbsence(failure)) {
                return Optional.empty();
            }
            throw failure;
        }
        String prefix = name + "=" + HEXADECIMAL;
        for (String line : printed.split("\n")) {
            if (line.startsWith(prefix)) {
                return Optional.of(text(HexFormat.of().parseHex(line.substring(prefix.length()))));
            }
        }
        throw new HostException(
                HostException.Kind.FAILED,
                "ReadAttribute of " + name + " of " + call.path() + " failed: getfattr printed no value");
    }

    private static Optional<byte[]> readUser(Path path, String name) throws IOException {
        UserDefinedFileAttributeView view = Files.getFileAttributeView(path, UserDefinedFileAttributeView.class);
        try {
            while (true) {
                ByteBuffer value = ByteBuffer.allocate(view.size(name) + 1);
                view.read(name, value);
                if (value.hasRemaining()) { // else it grew in between
                    byte[] bytes = new byte[value.flip().remaining()];
                    value.get(bytes);
                    return Optional.of(bytes);
                }
            }
        } catch (FileSystemException failure) {
            if (isAbsence(failure)) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    static boolean set(HostCall.SetAttribute call, Optional<Builtins> builtins) throws IOException {
        byte[] value = bytes(call.value());
        String name = call.name();
        if (name.startsWith(USER)) {
            Files.getFileAttributeView(call.path(), UserDefinedFileAttributeView.class)
                    .write(name.substring(USER.length()), ByteBuffer.wrap(value));
            return true;
        }
        requireTrusted(call, name);
        if (builtins.isPresent()) {
            try {
                builtins.get().setAttribute(call.path(), name, value);
                return true;
            } catch (Builtins.Refused unclear) {
                LOG.trace("{} is left to setfattr", call, unclear);
            }
        }
        run(
                "setfattr",
                "-n",
                name,
                "-v",
                HEXADECIMAL + HexFormat.of().formatHex(value),
                "--",
                call.path().toString());
        return true;
    }

    static boolean remove(HostCall.RemoveAttribute call, Optional<Builtins> builtins) throws IOException {
        String name = call.name();
        if (name.startsWith(USER)) {
            return removeUser(call.path(), name.substring(USER.length()));
        }
        requireTrusted(call, name);
        if (builtins.isPresent()) {
            try {
                return builtins.get().removeAttribute(call.path(), name);
            } catch (Builtins.Refused unclear) {
                LOG.trace("{} is left to setfattr", call, unclear);
            }
        }
        try {
            run("setfattr", "-x", name, "--", call.path().toString());
            return true;
        } catch (HostException failure) {
            if (isAbsence(failure)) {
                return false;
            }
            throw failure;
        }
    }

    private static boolean removeUser(Path path, String name) throws IOException {
        try {
            Files.getFileAttributeView(path, UserDefinedFileAttributeView.class).delete(name);
            return true;
        } catch (FileSystemException failure) {
            if (isAbsence(failure)) {
                return false;
            }
            throw failure;
        }
    }

    /** Nothing there: no file, no such attribute, or a file system that keeps none. */
    private static boolean isAbsence(HostException failure) {
        return failure.kind() == HostException.Kind.MISSING
                || failure.kind() == HostException.Kind.UNSUPPORTED
                || failure.getMessage().contains("No such attribute")
                || failure.getMessage().contains("Not a directory");
    }

    private static boolean isAbsence(FileSystemException failure) {
        String reason = String.valueOf(failure.getReason());
        return Failures.isAbsence(failure)
                || reason.contains("No data available")
                || reason.contains("Operation not supported");
    }

    private static void requireTrusted(HostCall<?> call, String name) {
        if (!name.startsWith(TRUSTED)) {
            throw new HostException(
                    HostException.Kind.UNSUPPORTED,
                    call.getClass().getSimpleName() + " of " + name
                            + " failed: only user.* and trusted.* are supported");
        }
    }

    private static String run(String... arguments) {
        return CommandRunner.run(Command.of(arguments), java.util.List.of(), new TreeMap<>())
                .output();
    }

    /** Printable ASCII as it is, all else in hexadecimal; also what only looks hexadecimal, so that setting it back is exact. */
    static String text(byte[] value) {
        String text = new String(value, StandardCharsets.ISO_8859_1);
        boolean plain = !text.startsWith(HEXADECIMAL) && text.chars().allMatch(c -> c >= ' ' && c <= '~');
        return plain ? text : HEXADECIMAL + HexFormat.of().formatHex(value);
    }

    static byte[] bytes(String value) {
        if (!value.startsWith(HEXADECIMAL)) {
            return value.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return HexFormat.of().parseHex(value.substring(HEXADECIMAL.length()));
        } catch (IllegalArgumentException malformed) {
            throw new HostException(
                    HostException.Kind.FAILED, "attribute value " + value + " begins with 0x but is not hexadecimal");
        }
    }
}
