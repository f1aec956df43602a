/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.store;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Who may read a store: its owner only, where the file system can say so. */
final class Permissions {
    private Permissions() {}

    static FileAttribute<?>[] file(Path where) {
        return of(where, "rw-------");
    }

    static FileAttribute<?>[] directory(Path where) {
        return of(where, "rwx------");
    }

    private static FileAttribute<?>[] of(Path where, String mode) {
        return where.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }
}
