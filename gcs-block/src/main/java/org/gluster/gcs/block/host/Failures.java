/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.host;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.gluster.gcs.block.host.HostException.Kind;

/**
 * The one place where an {@link IOException} becomes a {@link HostException}. Java keeps the kernel's error number to
 * itself and shows its text, in the language of the JVM's locale; a JVM that runs a {@link LocalHost} under a translated
 * locale sees failures it cannot tell apart as {@link Kind#FAILED}. Run it under {@code LC_MESSAGES=C}.
 */
final class Failures {
    private Failures() {}

    /** What the failure of a call on a path means. */
    static HostException of(HostCall<?> call, Path path, IOException failure) {
        String reason = reason(failure);
        return new HostException(
                kindOf(failure, reason), call.getClass().getSimpleName() + " of " + path + " failed: " + reason);
    }

    /** Whether nothing is there: no such name, or a name below something that is no directory. */
    static boolean isAbsence(IOException failure) {
        return failure instanceof NoSuchFileException
                || failure instanceof NotDirectoryException
                || (failure instanceof FileSystemException ofFile
                        && String.valueOf(ofFile.getReason()).contains("Not a directory"));
    }

    private static Kind kindOf(IOException failure, String reason) {
        if (failure instanceof ClosedByInterruptException || failure instanceof InterruptedIOException) {
            return Kind.UNKNOWN_OUTCOME;
        }
        if (failure instanceof NoSuchFileException) {
            return Kind.MISSING;
        }
        if (failure instanceof DirectoryNotEmptyException) {
            return Kind.BUSY;
        }
        if (failure instanceof AccessDeniedException) {
            return Kind.NOT_PERMITTED;
        }
        if (failure instanceof AtomicMoveNotSupportedException) {
            return Kind.UNSUPPORTED;
        }
        return kindOf(reason);
    }

    /** What a text of strerror(3) means. */
    static Kind kindOf(String reason) {
        if (reason.contains("No space left on device") || reason.contains("Disk quota exceeded")) {
            return Kind.NO_SPACE;
        }
        if (reason.contains("Read-only file system")) {
            return Kind.READ_ONLY;
        }
        if (reason.contains("Input/output error") || reason.contains("Structure needs cleaning")) {
            return Kind.IO_ERROR;
        }
        if (reason.contains("Operation not permitted") || reason.contains("Permission denied")) {
            return Kind.NOT_PERMITTED;
        }
        if (reason.contains("Device or resource busy") || reason.contains("Directory not empty")) {
            return Kind.BUSY;
        }
        if (reason.contains("No such file or directory")) {
            return Kind.MISSING;
        }
        if (reason.contains("Operation not supported")
                || reason.contains("Invalid cross-device link")
                || reason.contains("path too long")) {
            return Kind.UNSUPPORTED;
        }
        return Kind.FAILED;
    }

    private static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "No such file or directory";
        }
        if (failure instanceof DirectoryNotEmptyException) {
            return "Directory not empty";
        }
        if (failure instanceof AccessDeniedException) {
            return "Permission denied";
        }
        String reason = failure instanceof FileSystemException ofFile ? ofFile.getReason() : failure.getMessage();
        return reason == null ? failure.getClass().getSimpleName() : reason;
    }
}
