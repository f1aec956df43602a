/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.driver;

/**
 * Why a resource cannot be made as wanted: what, which, why and what to do, in one message for a person.
 *
 * @param kind by what the caller can do
 * @param message names the resource, the cause and the remedy
 */
public record Problem(Kind kind, String message) {

    /** Kinds of problem. */
    public enum Kind {
        /** The file system under the device is full. */
        NO_SPACE,
        /** What is there belongs to somebody else and is never touched. */
        FOREIGN,
        /** The file system under the device is read-only. */
        READ_ONLY,
        /** Missing right. */
        NOT_PERMITTED,
        /** A program is not installed. */
        PROGRAM_MISSING,
        /** The machine cannot do it. */
        UNSUPPORTED,
        /** An address or port is taken by somebody else. */
        ADDRESS_TAKEN,
        /** A path that the user named is not there. */
        MISSING,
        /** A file that the user named does not hold what it must. */
        INVALID,
        /** Tried again and again without success. */
        FAILING
    }
}
