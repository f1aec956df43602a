/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.gluster.gcs.engine.catalogue.StatusRecord.Health;
import org.gluster.gcs.engine.catalogue.StatusRecord.Trouble;
import org.gluster.gcs.engine.catalogue.VolumeRecord.Intent;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The planner's inventory, carried over from change to change")
class StockTest {
    private static final int PEERS = 4;
    private static final int DEVICES = 2;
    private static final long SIZE = 1L << 40;

    private final Catalogue catalogue = new Catalogue();
    private final List<DeviceRecord> devices = new ArrayList<>();
    private final List<VolumeRecord> volumes = new ArrayList<>();

    private static String id(Random random) {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private void addPeer(Random random, int number) {
        PeerRecord peer = Codec.PEER.read(
                "peer/node-" + number,
                "{\"schema\":1,\"id\":\"" + id(random) + "\",\"name\":\"node-" + number + "\",\"address\":\"127.0.0."
                        + number
                        + "\",\"zone\":\"zone-" + number % 3 + "\",\"directory\":\"/gcs/nodes/node-" + number
                        + "\",\"presence\":\"PRESENT\",\"generation\":1,\"operation\":\"\",\"ready\":true,\"addedAt\":\"\""
                        + ",\"createdAt\":\"2026-01-01T00:00:00Z\",\"metadata\":{}}");
        catalogue.put(peer.key(), peer);
        for (int device = 0; device < DEVICES; device++) {
            addDevice(random, number, device);
        }
    }

    private void addDevice(Random random, int number, int device) {
        DeviceRecord record = Codec.DEVICE.read(
                "device/x",
                "{\"schema\":1,\"id\":\"" + id(random) + "\",\"node\":\"node-" + number + "\",\"path\":\"/data/d"
                        + device
                        + "\",\"size\":" + SIZE + ",\"total\":" + SIZE
                        + ",\"limit\":0,\"fileSystem\":\"xfs\",\"policy\":\"reserved\""
                        + ",\"presence\":\"PRESENT\",\"generation\":1,\"operation\":\"\",\"ready\":true,\"disabled\":false"
                        + ",\"labels\":{},\"createdAt\":\"2026-01-01T00:00:00Z\"}");
        devices.add(record);
        catalogue.put(record.key(), record);
    }

    private VolumeRecord volume(Random random, int number) {
        List<BrickRecord> bricks = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            DeviceRecord device = devices.get(random.nextInt(devices.size()));
            bricks.add(new BrickRecord(
                    id(random),
                    i,
                    0,
                    "DATA",
                    device.node(),
                    "127.0.0.1",
                    BrickRecord.Backing.IMAGE,
                    device.id(),
                    device.path(),
                    1L << (20 + random.nextInt(12)),
                    "/gcs/bricks/volume-" + number + "." + i + "/brick",
                    false,
                    0,
                    Map.of()));
        }
        return VolumeRecord.builder()
                .id(id(random))
                .name("volume-" + number)
                .capacity(1 << 30)
                .usable(1 << 30)
                .averageFile(0)
                .redundancy("replica-3")
                .accessMode("RWX")
                .intent(Intent.STOPPED)
                .state("CREATED")
                .generation(1)
                .operation("")
                .bricks(bricks)
                .labels(new TreeMap<>())
                .metadata(new TreeMap<>())
                .clients(List.of())
                .user("")
                .password("")
                .idempotencyKey("")
                .createdAt("2026-01-01T00:00:00Z")
                .build();
    }

    private void change(Random random, int step) {
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> {
                VolumeRecord volume = volume(random, step);
                volumes.add(volume);
                catalogue.put(volume.key(), volume);
            }
            case 3 -> {
                if (!volumes.isEmpty()) {
                    catalogue.remove(
                            volumes.remove(random.nextInt(volumes.size())).key());
                }
            }
            case 4 -> {
                DeviceRecord device = devices.get(random.nextInt(devices.size()));
                String condition = random.nextBoolean() ? "GOOD" : "FAILING";
                catalogue.put(
                        Keys.status(device.node(), device),
                        StatusRecord.ofDevice(
                                1,
                                true,
                                Trouble.NONE,
                                SIZE,
                                "xfs",
                                Health.of(condition, "seen in step " + step, SIZE, 0, random.nextInt(1 << 20))));
            }
            case 5 -> addDevice(random, 1 + random.nextInt(PEERS), 10 + step);
            case 6 -> {
                if (devices.size() > 1) {
                    catalogue.remove(
                            devices.remove(random.nextInt(devices.size())).key());
                }
            }
            default -> catalogue.put("volume/none", "this cannot be read as a record, and reserves nothing");
        }
    }

    private static void assertAsBuiltAnew(View view) {
        Stock anew = Stock.of(view);
        assertThat(view.stock().sum()).isEqualTo(anew.sum());
        assertThat(view.inventory().revision()).isEqualTo(anew.inventory().revision());
        assertThat(view.inventory().slots()).isEqualTo(anew.inventory().slots());
    }

    @Test
    @DisplayName(
            "is what looking at every device anew would give, after each of many random changes and in drafts over them")
    void asBuiltAnew() {
        long seed = Long.getLong("gcs.seed", System.nanoTime());
        System.out.println("StockTest: seed " + seed + "; replay with -Dgcs.seed=" + seed);
        Random random = new Random(seed);
        for (int peer = 1; peer <= PEERS; peer++) {
            addPeer(random, peer);
        }
        for (int step = 0; step < 400; step++) {
            change(random, step);
            if (random.nextInt(3) > 0) {
                assertAsBuiltAnew(catalogue);
            }
            Draft draft = new Draft(catalogue, Instant.EPOCH, random);
            for (int own = 0; own < 3; own++) {
                Draft child = draft.child();
                VolumeRecord volume = volume(random, 1000 + own);
                child.put(volume.key(), volume);
                if (!volumes.isEmpty()) {
                    child.delete(volumes.get(random.nextInt(volumes.size())).key());
                }
                assertAsBuiltAnew(child);
                draft.merge(child);
            }
            if (random.nextInt(4) == 0) {
                DeviceRecord device = devices.get(random.nextInt(devices.size()));
                draft.delete(device.key());
            }
            assertAsBuiltAnew(draft);
        }
        assertAsBuiltAnew(catalogue);
    }
}
