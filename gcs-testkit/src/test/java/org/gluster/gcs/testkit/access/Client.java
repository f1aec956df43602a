/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gluster.gcs.testkit.live.Shell;
import org.gluster.gcs.testkit.live.Shell.Result;
import org.gluster.gcs.testkit.live.Waiting;

/**
 * A machine that mounts volumes: a network and mount namespace with one address, wired to ours. It is gone, mounts and all,
 * when its first process ends; since that is a child of the test's own pid namespace, it ends with the test.
 */
final class Client {
    private static final String FUSE = "65735546";

    private final String name;
    private final String address;
    private final Path directory;
    private final Process holder;
    private Result heard = new Result(0, "");

    private Client(String name, String address, Path directory, Process holder) {
        this.name = name;
        this.address = address;
        this.directory = directory;
        this.holder = holder;
    }

    /** Makes one that reaches 192.0.2.0/24 in our namespace. */
    static Client at(String address, Path base) {
        String name = "c" + address.substring(address.lastIndexOf('.') + 1);
        try {
            Path directory = Files.createDirectory(base.resolve(name));
            Files.createDirectory(directory.resolve("mnt"));
            Process holder = new ProcessBuilder(
                            "unshare", "--net", "--mount", "--propagation", "private", "sleep", "infinity")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Client client = new Client(name, address, directory, holder);
            client.wire();
            return client;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void wire() {
        String ours = "gcs-" + name;
        awaitNamespace();
        Shell.must("ip", "link", "add", ours, "type", "veth", "peer", "name", "eth0", "netns", pid());
        Shell.must("ip", "link", "set", ours, "up");
        Shell.must("ip", "route", "add", address + "/32", "dev", ours);
        must("ip", "link", "set", "lo", "up");
        must("ip", "address", "add", address + "/24", "dev", "eth0");
        must("ip", "link", "set", "eth0", "up");
    }

    /** The holder has a network of its own a moment after it was started. */
    private void awaitNamespace() {
        Path own = Path.of("/proc/self/ns/net");
        Path its = Path.of("/proc/" + pid() + "/ns/net");
        Waiting.waitFor("a network namespace for " + name, () -> {
            try {
                return !Files.readSymbolicLink(own).equals(Files.readSymbolicLink(its));
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    private String pid() {
        return Long.toString(holder.pid());
    }

    String address() {
        return address;
    }

    /** Runs a program on this machine, seen from our root directory: entering a mount namespace would leave a chroot. */
    Result run(String... command) {
        List<String> all = new ArrayList<>(List.of("nsenter", "--net", "--mount", "--root", "--target", pid(), "--"));
        all.addAll(List.of(command));
        return Shell.run(all);
    }

    String must(String... command) {
        Result result = run(command);
        if (result.status() != 0) {
            throw new AssertionError(
                    "on " + name + ": " + List.of(command) + " ended with " + result.status() + ": " + result.output());
        }
        return result.output();
    }

    /** Puts a directory in the place of those where GlusterFS looks for certificates. */
    void certificates(Path certificates) {
        for (String place : List.of("/etc/ssl", "/usr/lib/ssl", "/etc/pki/tls")) {
            if (Files.isDirectory(Path.of(place))) {
                run("umount", place);
                must("mount", "--bind", certificates.toString(), place);
            }
        }
    }

    /** Mounts by the distribution's own means; answers whether it worked: the status of the program alone says nothing. */
    boolean mounts(String server, String volume) {
        heard = run("mount", "-t", "glusterfs", "-o", "log-file=" + log(), server + ":/" + volume, mountPoint());
        return isMounted();
    }

    /** What the last {@code mount} said. */
    Result heard() {
        return heard;
    }

    /** Mounts what a volfile in hand says, without asking any node. */
    boolean mountsVolfile(Path volfile) {
        run("glusterfs", "--process-name", "fuse", "-f", volfile.toString(), "-l", log().toString(), mountPoint());
        return isMounted();
    }

    /** Whether a directory can be read there, within the time that a client needs to connect or give up. */
    private boolean isMounted() {
        boolean[] readable = {false};
        Waiting.waitFor("the mount on " + name + " to work or to give up", () -> {
            boolean there = run("grep", "-q", " " + mountPoint() + " fuse.glusterfs ", "/proc/mounts")
                            .status()
                    == 0;
            readable[0] = there && isServed();
            return readable[0] || !there || !Files.exists(log()) || gaveUp();
        });
        if (!readable[0]) {
            run("umount", "-l", mountPoint());
        }
        return readable[0];
    }

    /** Asked of the mount itself: a client that gives up leaves the bare directory behind, which can be listed too. */
    private boolean isServed() {
        Result result = run("timeout", "20", "stat", "--file-system", "--format=%t", mountPoint());
        return result.status() == 0 && result.output().strip().equals(FUSE);
    }

    private boolean gaveUp() {
        String said = log(Integer.MAX_VALUE);
        return said.contains("first lookup on root failed")
                || said.contains("Shutting down")
                || said.contains("cleanup_and_exit");
    }

    void unmount() {
        run("umount", "-l", mountPoint());
        try {
            Files.deleteIfExists(log());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    String mountPoint() {
        return directory.resolve("mnt").toString();
    }

    boolean writes(String file, String text) {
        return run("timeout", "20", "sh", "-c", "printf %s \"$2\" > \"$1\"", "sh", mountPoint() + "/" + file, text)
                        .status()
                == 0;
    }

    /** What a file says, or empty text when it cannot be read. */
    String reads(String file) {
        Result result = run("timeout", "20", "cat", mountPoint() + "/" + file);
        return result.status() == 0 ? result.output() : "";
    }

    Path log() {
        return directory.resolve("client.log");
    }

    /** The end of what its GlusterFS wrote. */
    String log(int last) {
        try {
            String all = Files.exists(log()) ? Files.readString(log()) : "";
            return all.substring(Math.max(0, all.length() - last));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public String toString() {
        return name + " (" + address + ")";
    }
}
