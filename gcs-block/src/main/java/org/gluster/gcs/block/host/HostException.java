/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.host;

import java.util.Locale;

/** One {@link HostCall} failed. Says which, why, and whether its effect may have happened all the same. */
public final class HostException extends RuntimeException {

    /** Why, by what the caller can do about it. */
    public enum Kind {
        /** The file system under the path is full. */
        NO_SPACE,
        /** The file system under the path is read-only. */
        READ_ONLY,
        /** The device under the path returns errors. */
        IO_ERROR,
        /** Missing right: not root, or a capability is absent. */
        NOT_PERMITTED,
        /** Something still uses it: a mount, a loop device, a directory that is not empty, an address. */
        BUSY,
        /** A path that must exist does not: a parent directory, a source, a socket. */
        MISSING,
        /** The program is not installed. */
        PROGRAM_MISSING,
        /** A program ended with a status other than 0 for a reason not listed here. */
        FAILED,
        /** More than the cap was read. */
        TOO_LARGE,
        /** The file system or kernel does not support it. */
        UNSUPPORTED,
        /** The deadline passed, or the reply was lost: the effect may or may not have happened. Observe, then decide. */
        UNKNOWN_OUTCOME
    }

    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final String message;
    private final int exitStatus;

    /** A failure that is no program's end. */
    public HostException(Kind kind, String message) {
        this(kind, message, -1);
    }

    private HostException(Kind kind, String message, int exitStatus) {
        super(message);
        this.kind = kind;
        this.message = message;
        this.exitStatus = exitStatus;
    }

    /** The failure of a program that ended with this status; the kind is read from what it printed. */
    public static HostException ofCommand(Command command, int exitStatus, String error) {
        String said = error.strip().replaceAll("\\s*\\n\\s*", "; ");
        String message = command.program() + " ended with status " + exitStatus + (said.isEmpty() ? "" : ": " + said)
                + " (" + command.line() + ")";
        return new HostException(kindOf(said), message, exitStatus);
    }

    private static Kind kindOf(String said) {
        String text = said.toLowerCase(Locale.ROOT);
        if (text.contains("no space left on device")) {
            return Kind.NO_SPACE;
        }
        if (text.contains("read-only file system")) {
            return Kind.READ_ONLY;
        }
        if (text.contains("input/output error")) {
            return Kind.IO_ERROR;
        }
        if (text.contains("permission denied") || text.contains("operation not permitted")) {
            return Kind.NOT_PERMITTED;
        }
        if (text.contains("busy") || text.contains("already in use") || text.contains("already mounted")) {
            return Kind.BUSY;
        }
        if (text.contains("no such file or directory") || text.contains("does not exist")) {
            return Kind.MISSING;
        }
        if (text.contains("operation not supported")) {
            return Kind.UNSUPPORTED;
        }
        return Kind.FAILED;
    }

    @Override
    public String getMessage() {
        return message;
    }

    /** Why it failed. */
    public Kind kind() {
        return kind;
    }

    /** The program's exit status, or -1 when no program ended. */
    public int exitStatus() {
        return exitStatus;
    }

    /** Whether the effect may have happened. */
    public boolean outcomeUnknown() {
        return kind == Kind.UNKNOWN_OUTCOME;
    }
}
