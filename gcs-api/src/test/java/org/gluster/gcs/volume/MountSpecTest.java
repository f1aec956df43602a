/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MountSpecTest {

    private static final Path MOUNT_POINT = Path.of("/mnt/orders");
    private static final Path NASTY = Path.of("/mnt/it's $(rm) \\ #1 \"x\"");

    private static MountSpec spec(AccessMode mode, String... servers) {
        return MountSpec.of(List.of(servers), VolumeName.of("orders-data"), Capacity.ofMiB(1536), mode);
    }

    private static final MountSpec THREE = spec(AccessMode.READ_WRITE_MANY, "node-1", "10.0.0.2", "fe80::3");

    @Test
    void commandLine_asksTheOtherServersWhenTheFirstIsSilent() {
        assertThat(THREE.commandLine(MOUNT_POINT))
                .isEqualTo("mount -t glusterfs -o 'backup-volfile-servers=10.0.0.2:[fe80::3]' node-1:/orders-data"
                        + " /mnt/orders");
        assertThat(spec(AccessMode.READ_WRITE_ONCE, "node-1").commandLine(MOUNT_POINT))
                .isEqualTo("mount -t glusterfs node-1:/orders-data /mnt/orders");
        assertThat(spec(AccessMode.READ_ONLY_MANY, "node-1", "node-2").commandLine(MOUNT_POINT))
                .isEqualTo("mount -t glusterfs -o ro,backup-volfile-servers=node-2 node-1:/orders-data /mnt/orders");
    }

    @Test
    void fstabLine_waitsForTheNetwork() {
        assertThat(THREE.fstabLine(MOUNT_POINT))
                .isEqualTo("node-1:/orders-data /mnt/orders glusterfs"
                        + " defaults,_netdev,backup-volfile-servers=10.0.0.2:[fe80::3] 0 0");
        assertThat(spec(AccessMode.READ_ONLY_MANY, "node-1").fstabLine(MOUNT_POINT))
                .isEqualTo("node-1:/orders-data /mnt/orders glusterfs defaults,_netdev,ro 0 0");
    }

    @Test
    void pathsAreQuotedForWhateverReadsThem() {
        MountSpec one = spec(AccessMode.READ_WRITE_MANY, "node-1");
        assertThat(one.commandLine(NASTY))
                .isEqualTo("mount -t glusterfs node-1:/orders-data '/mnt/it'\\''s $(rm) \\ #1 \"x\"'");
        assertThat(one.fstabLine(NASTY))
                .isEqualTo("node-1:/orders-data /mnt/it's\\040$(rm)\\040\\134\\040\\0431\\040\"x\" glusterfs"
                        + " defaults,_netdev 0 0");
        assertThat(one.persistentVolume(NASTY)).contains("path: \"/mnt/it's $(rm) \\\\ #1 \\\"x\\\"\"\n");
    }

    @Test
    void persistentVolume_isBoundToTheNodesThatMountIt() {
        assertThat(THREE.persistentVolume(MOUNT_POINT)).isEqualTo("""
                        # Label each node where it is mounted: kubectl label node NODE mount.gcs.gluster.org/orders-data=
                        apiVersion: v1
                        kind: PersistentVolume
                        metadata:
                          name: "orders-data"
                          annotations:
                            gcs.gluster.org/volume: "orders-data"
                        spec:
                          capacity:
                            storage: "1536Mi"
                          volumeMode: Filesystem
                          accessModes:
                            - ReadWriteMany
                          persistentVolumeReclaimPolicy: Retain
                          storageClassName: ""
                          local:
                            path: "/mnt/orders"
                          nodeAffinity:
                            required:
                              nodeSelectorTerms:
                                - matchExpressions:
                                    - key: "mount.gcs.gluster.org/orders-data"
                                      operator: Exists
                        """);
    }

    @ParameterizedTest
    @CsvSource({"READ_WRITE_MANY, ReadWriteMany", "READ_WRITE_ONCE, ReadWriteOnce", "READ_ONLY_MANY, ReadOnlyMany"})
    void persistentVolume_saysTheAccessModeAsKubernetesDoes(AccessMode mode, String word) {
        assertThat(spec(mode, "node-1").persistentVolume(MOUNT_POINT)).contains("\n    - " + word + "\n");
    }

    @Test
    void persistentVolume_whenTheNameIsNoneForKubernetes_usesADistinctOneThatIs() {
        String upper = name("Orders_Data");
        String lower = name("orders_data");
        String dash = name("-");
        String longest = name("x".repeat(200));
        assertThat(List.of(upper, lower, dash, longest))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"));
        assertThat(upper).startsWith("gcs-orders-data-");
    }

    private static String name(String volume) {
        String yaml = MountSpec.of(
                        List.of("node-1"), VolumeName.of(volume), Capacity.ofBytes(1), AccessMode.READ_WRITE_MANY)
                .persistentVolume(MOUNT_POINT);
        assertThat(yaml).contains("gcs.gluster.org/volume: \"" + volume + "\"", "storage: \"1\"");
        return yaml.lines()
                .filter(line -> line.startsWith("  name: "))
                .findFirst()
                .orElseThrow()
                .replaceAll("  name: \"(.*)\"", "$1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"relative", "", "/", "/mnt/a\nb", "/mnt/a\u2028b"})
    void refusesMountPointsThatNoMountCanHave(String path) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> THREE.fstabLine(Path.of(path)))
                .withMessageContaining("must be absolute, below the root, and printable");
    }

    @Test
    void refusesServersThatAreNoAddresses_allAtOnce() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> spec(AccessMode.READ_WRITE_MANY, "a b", "node-1", "-o;x"))
                .satisfies(error -> assertThat(error.problems())
                        .containsExactly(
                                "address \"a b\" must be a host name or an IP address, without a port",
                                "address \"-o;x\" must be a host name or an IP address, without a port"));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> spec(AccessMode.READ_WRITE_MANY))
                .withMessage("invalid mount specification: servers is empty");
    }
}
