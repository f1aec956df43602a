/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.internal.Problems;
import org.gluster.gcs.internal.Texts;
import org.jspecify.annotations.Nullable;

/**
 * How to mount a volume with GlusterFS' own client, as text for a shell, for {@code /etc/fstab} and for Kubernetes.
 * Every text is safe to use as it is: what needs quoting is quoted. Immutable and safe to share between threads.
 */
@Incubating(since = "0.1.0")
public final class MountSpec {

    private static final Pattern PLAIN_WORD = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");
    private static final Pattern KUBERNETES_NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final String LABEL_PREFIX = "mount.gcs.gluster.org/";
    private static final int KUBERNETES_NAME_STEM = 40;

    private final List<String> servers;
    private final VolumeName volume;
    private final Capacity capacity;
    private final AccessMode accessMode;
    private final boolean tls;

    private MountSpec(List<String> servers, VolumeName volume, Capacity capacity, AccessMode accessMode, boolean tls) {
        this.tls = tls;
        this.servers = List.copyOf(servers);
        this.volume = Objects.requireNonNull(volume, "volume");
        this.capacity = Objects.requireNonNull(capacity, "capacity");
        this.accessMode = Objects.requireNonNull(accessMode, "accessMode");
        Problems problems = new Problems("mount specification");
        problems.check(!this.servers.isEmpty(), "servers is empty");
        for (String server : this.servers) {
            problems.optional(server, Texts::address);
        }
        problems.throwIfAny();
    }

    /**
     * Returns how to mount that volume.
     *
     * @param servers host names or IP addresses that serve it: the first is asked first, the others when it is silent
     * @throws org.gluster.gcs.InvalidRequestException when there is no server, or one is no address
     */
    public static MountSpec of(List<String> servers, VolumeName volume, Capacity capacity, AccessMode accessMode) {
        return new MountSpec(servers, volume, capacity, accessMode, false);
    }

    /** Returns the same of a volume whose bricks talk TLS. */
    public MountSpec withTls() {
        return new MountSpec(servers, volume, capacity, accessMode, true);
    }

    /**
     * Returns whether a client needs files of its own: a certificate that the volume's authorities signed
     * ({@code glusterfs.pem}), its private key ({@code glusterfs.key}) and the authorities of the nodes
     * ({@code glusterfs.ca}), where its GlusterFS looks for them: {@code /etc/ssl}, on Debian and Ubuntu
     * {@code /usr/lib/ssl}. Nothing about them stands in the texts here.
     */
    public boolean needsCertificates() {
        return tls;
    }

    /** Returns the servers, the first to be asked first; unmodifiable. */
    public List<String> servers() {
        return servers;
    }

    /** Returns what is mounted, as the first column of {@code /etc/fstab} has it: {@code server:/volume}. */
    public String source() {
        return servers.get(0) + ":/" + volume;
    }

    /**
     * Returns the command that mounts it, for a POSIX shell.
     *
     * @param mountPoint an absolute path, where a directory must be
     * @throws org.gluster.gcs.InvalidRequestException when the path is not absolute, or holds control characters
     */
    public String commandLine(Path mountPoint) {
        List<String> words = new ArrayList<>(List.of("mount", "-t", "glusterfs"));
        if (!options().isEmpty()) {
            words.addAll(List.of("-o", String.join(",", options())));
        }
        words.add(source());
        words.add(checked(mountPoint));
        return words.stream().map(MountSpec::shell).collect(Collectors.joining(" "));
    }

    /**
     * Returns the line of {@code /etc/fstab} that mounts it at boot, once the network is there.
     *
     * @param mountPoint an absolute path, where a directory must be
     * @throws org.gluster.gcs.InvalidRequestException when the path is not absolute, or holds control characters
     */
    public String fstabLine(Path mountPoint) {
        List<String> options = new ArrayList<>(List.of("defaults", "_netdev"));
        options.addAll(options());
        return source() + " " + fstab(checked(mountPoint)) + " glusterfs " + String.join(",", options) + " 0 0";
    }

    /**
     * Returns the YAML of a Kubernetes PersistentVolume over a directory on which {@link #fstabLine} has mounted the
     * volume.
     *
     * <p>Kubernetes removed its own {@code glusterfs} plug-in in 1.26, and CSI needs a driver in the cluster; a
     * {@code local} volume needs neither. Kubernetes refuses a {@code local} volume without node affinity, and it
     * does not notice a directory on which nothing is mounted: a pod would write to the node's own disk. So the
     * volume is bound to the nodes that carry a label, which the comment above it names: set it on a node where the
     * volume is mounted. No storage class binds it, and it is kept when its claim goes away.
     *
     * @param mountPoint an absolute path, the same on every node
     * @throws org.gluster.gcs.InvalidRequestException when the path is not absolute, or holds control characters
     */
    public String persistentVolume(Path mountPoint) {
        String path = checked(mountPoint);
        String name = kubernetesName();
        String label = LABEL_PREFIX + name;
        return String.join(
                "\n",
                "# Label each node where it is mounted: kubectl label node NODE " + label + "=",
                "apiVersion: v1",
                "kind: PersistentVolume",
                "metadata:",
                "  name: " + yaml(name),
                "  annotations:",
                "    gcs.gluster.org/volume: " + yaml(volume.value()),
                "spec:",
                "  capacity:",
                "    storage: " + yaml(quantity()),
                "  volumeMode: Filesystem",
                "  accessModes:",
                "    - " + kubernetesMode(),
                "  persistentVolumeReclaimPolicy: Retain",
                "  storageClassName: \"\"",
                "  local:",
                "    path: " + yaml(path),
                "  nodeAffinity:",
                "    required:",
                "      nodeSelectorTerms:",
                "        - matchExpressions:",
                "            - key: " + yaml(label),
                "              operator: Exists",
                "");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof MountSpec that
                        && servers.equals(that.servers)
                        && volume.equals(that.volume)
                        && capacity.equals(that.capacity)
                        && accessMode == that.accessMode
                        && tls == that.tls);
    }

    @Override
    public int hashCode() {
        return Objects.hash(servers, volume, capacity, accessMode, tls);
    }

    @Override
    public String toString() {
        return "MountSpec[servers=" + servers + ", volume=" + volume + ", capacity=" + capacity + ", accessMode="
                + accessMode + (tls ? ", TLS" : "") + "]";
    }

    private List<String> options() {
        List<String> options = new ArrayList<>();
        if (accessMode == AccessMode.READ_ONLY_MANY) {
            options.add("ro");
        }
        if (servers.size() > 1) {
            options.add("backup-volfile-servers="
                    + servers.stream().skip(1).map(MountSpec::bracketed).collect(Collectors.joining(":")));
        }
        return options;
    }

    /**
     * Backups are separated by colons, so mount.glusterfs wants brackets around IPv6 addresses there, and only there.
     */
    private static String bracketed(String server) {
        return server.contains(":") ? "[" + server + "]" : server;
    }

    private static String checked(Path mountPoint) {
        return Texts.absolutePath(mountPoint.toString());
    }

    private static String shell(String word) {
        return PLAIN_WORD.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private static String fstab(String field) {
        return field.replace("\\", "\\134").replace(" ", "\\040").replace("#", "\\043");
    }

    private static String yaml(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** Kubernetes' quantities have the same binary units, without the B. */
    private String quantity() {
        String exact = capacity.toString();
        return exact.substring(0, exact.length() - 1);
    }

    private String kubernetesMode() {
        return switch (accessMode) {
            case READ_WRITE_MANY -> "ReadWriteMany";
            case READ_WRITE_ONCE -> "ReadWriteOnce";
            case READ_ONLY_MANY -> "ReadOnlyMany";
        };
    }

    /** The volume's name where Kubernetes takes it, else what it takes of the beginning and a hash of the whole. */
    private String kubernetesName() {
        String name = volume.value();
        if (KUBERNETES_NAME.matcher(name).matches()) {
            return name;
        }
        String plain = name.toLowerCase(Locale.ROOT).replace('_', '-');
        String stem = plain.substring(0, Math.min(plain.length(), KUBERNETES_NAME_STEM));
        return "gcs-" + stem + "-" + hash(name);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
