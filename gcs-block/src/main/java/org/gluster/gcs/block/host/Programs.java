/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Finds programs on a fixed search path, never on the JVM's own, and knows which package brings a missing one. */
final class Programs {
    /** The search path of every command. */
    static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static final List<Path> DIRECTORIES =
            List.of(PATH.split(":")).stream().map(Path::of).toList();

    /** Package by program, the same name in Debian, Ubuntu and Fedora unless both are given. */
    private static final Map<String, String> PACKAGES = Map.ofEntries(
            Map.entry("losetup", "util-linux (Ubuntu and Debian: mount)"),
            Map.entry("mount", "util-linux (Ubuntu and Debian: mount)"),
            Map.entry("umount", "util-linux (Ubuntu and Debian: mount)"),
            Map.entry("fallocate", "util-linux"),
            Map.entry("setsid", "util-linux"),
            Map.entry("mkfs.xfs", "xfsprogs"),
            Map.entry("xfs_growfs", "xfsprogs"),
            Map.entry("mkfs.ext4", "e2fsprogs"),
            Map.entry("getfattr", "attr"),
            Map.entry("setfattr", "attr"),
            Map.entry("cp", "coreutils"),
            Map.entry("stat", "coreutils"),
            Map.entry("sync", "coreutils"),
            Map.entry("truncate", "coreutils"),
            Map.entry("lvcreate", "lvm2"),
            Map.entry("glusterfsd", "glusterfs-server (Fedora) or glusterfs-common (Debian)"),
            Map.entry("glusterfs", "glusterfs-client (Debian) or glusterfs-fuse (Fedora)"),
            Map.entry("systemd-run", "systemd"));

    private Programs() {}

    /** The executable file that this first argument names, links not resolved: some programs look at their own name. */
    static Path find(String program) {
        if (program.startsWith("/")) {
            Path path = Path.of(program);
            if (Files.isExecutable(path) && !Files.isDirectory(path)) {
                return path;
            }
        } else {
            for (Path directory : DIRECTORIES) {
                Path path = directory.resolve(program);
                if (Files.isExecutable(path) && !Files.isDirectory(path)) {
                    return path;
                }
            }
        }
        throw missing(program);
    }

    /** What is said about a program that is not installed. */
    static HostException missing(String program) {
        String name = program.substring(program.lastIndexOf('/') + 1);
        String brings = PACKAGES.get(name);
        return new HostException(
                HostException.Kind.PROGRAM_MISSING,
                "program " + program + " is not installed (searched " + PATH + "): install "
                        + (brings == null ? "the package that brings it" : "package " + brings));
    }
}
