/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gluster.gcs.InvalidRequestException;

/** A small text file that whoever configures a transport names: a secret, or certificates. Nothing else here reads a disk. */
final class NamedFile {
    private static final int LONGEST = 1 << 20;

    private NamedFile() {}

    /**
     * Returns all of it. What is in it never gets into a message.
     *
     * @param what what it is for, as in {@code "the secret"}
     * @throws InvalidRequestException when it cannot be read
     */
    static String read(String what, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw InvalidRequestException.of(
                        "file", List.of(unreadable(what, file, "it has more than " + LONGEST + " bytes")));
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException failure) {
            String why = failure.getClass().getSimpleName() + ": " + failure.getMessage();
            throw Invalid.setting("file", unreadable(what, file, why), failure);
        }
    }

    private static String unreadable(String what, Path file, String why) {
        return what + " cannot be read from " + file + " (" + why + "); name a file that this user may read";
    }
}
