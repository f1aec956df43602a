/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.InUseException;
import org.gluster.gcs.NotSupportedException;
import org.gluster.gcs.audit.Finding;
import org.gluster.gcs.audit.FindingKind;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.volume.BrickState;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One record that cannot be made sense of stops nobody but itself, and nothing of it is touched. */
class SimulatedUnreadableTest {
    private static final String BAD = "volume/v2";

    private final SimulatedGcs gcs = SimulatedGcs.create(3);

    /** What may be wrong with a volume's record. */
    enum Fault {
        /** Half a file. */
        TRUNCATED(text -> text.substring(0, text.length() / 2)),
        /** No JSON at all. */
        GARBLED(text -> "\u0000\u0001"),
        /** A later release's. */
        NEWER_SCHEMA(text -> text.replace("\"schema\":1", "\"schema\":7")),
        /** A state of a later release. */
        STATE(text -> text.replace("\"state\":\"STARTED\"", "\"state\":\"FROZEN\"")),
        /** An intent of a later release. */
        INTENT(text -> text.replace("\"intent\":\"STARTED\"", "\"intent\":\"FROZEN\"")),
        /** A redundancy of a later release. */
        REDUNDANCY(text -> text.replace("\"replicated:3\"", "\"braided:3\"")),
        /** A brick's role of a later release. */
        ROLE(text -> text.replaceFirst("\"DATA\"", "\"WITNESS\"")),
        /** A field is gone. */
        NO_BRICKS(text -> text.replace("\"bricks\":", "\"stones\":")),
        /** A field is gone that only work with it would miss. */
        NO_OPERATION(text -> text.replace("\"operation\":\"\",", ""));

        // A function without a state.
        @SuppressWarnings("ImmutableEnumChecker")
        private final UnaryOperator<String> harm;

        Fault(UnaryOperator<String> harm) {
            this.harm = harm;
        }
    }

    @AfterEach
    void close() {
        gcs.close();
    }

    private void create(String name) {
        gcs.volumes()
                .create(v -> v.name(name).capacity(Capacity.ofGiB(1)).start(true))
                .await();
        gcs.advance(Duration.ofSeconds(1)); // its self-heal daemon has it then
    }

    /** Everything on the machines but what the others' daemons write while they run. */
    private List<String> onTheMachines() {
        List<String> all = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            var machine = gcs.machine("node-" + i);
            machine.apply(new HostCall.Processes(new TreeMap<>())).forEach(process -> all.add(process.toString()));
            machine.apply(new HostCall.Mounts(Path.of("/gcs"))).forEach(mount -> all.add(mount.toString()));
            machine.apply(new HostCall.Loops(Path.of("/data"))).forEach(loop -> all.add(loop.toString()));
            machine.apply(new HostCall.ListDirectory(Path.of("/data/d1/bricks"), 100))
                    .orElseThrow()
                    .names()
                    .forEach(all::add);
        }
        return all;
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void theOthersGoOn_andWhatIsOfTheOneIsNotTouched(Fault fault) {
        List.of("v1", "v2", "v3").forEach(this::create);
        String sound = gcs.stored(BAD).orElseThrow();
        String harmed = fault.harm.apply(sound);
        assertThat(harmed).isNotEqualTo(sound);
        List<String> before = onTheMachines();

        gcs.store(BAD, harmed);
        gcs.restart();
        gcs.advance(Duration.ofSeconds(40));

        assertThat(onTheMachines()).containsExactlyInAnyOrderElementsOf(before);
        assertThat(gcs.volumes().list())
                .extracting(Volume::state)
                .containsExactly(VolumeState.STARTED, VolumeState.STARTED);
        List<Finding> findings = new ArrayList<>(gcs.audit().findings());
        if (fault == Fault.TRUNCATED || fault == Fault.GARBLED) { // which bricks it has cannot be made out
            assertThat(findings)
                    .filteredOn(finding -> finding.kind() == FindingKind.LEAK)
                    .isNotEmpty()
                    .allSatisfy(finding -> assertThat(finding.remedy())
                            .contains("it may belong to the volume \"v2\"", "touch it when that can"));
            findings.removeIf(finding -> finding.kind() == FindingKind.LEAK);
        }
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(FindingKind.UNREADABLE);
            assertThat(finding.resource()).isEqualTo(BAD);
            assertThat(finding.message()).contains(BAD);
            assertThat(finding.remedy()).contains("use the release that wrote it");
        });
        refused(() -> gcs.volumes().find("v2"));
        refused(() -> gcs.volume("v2").stop());
        refused(() -> gcs.volume("v2").delete(delete -> delete.stopFirst().ifExists()));
        refused(() -> gcs.volume("v2").changeAccess(access -> access.allow("192.0.2.7")));
        refused(() -> create("v2"));
        assertThatThrownBy(() -> gcs.devices().remove("node-1", "/data/d1")).isInstanceOf(InUseException.class);

        gcs.volume("v1").changeAccess(access -> access.allow("192.0.2.7")).await();
        gcs.volume("v3").stop().await();
        gcs.volume("v3").delete().await();
        create("v4");
        gcs.killDaemons("node-2"); // those of the others are started again
        gcs.advance(Duration.ofMinutes(1));
        assertThat(gcs.volume("v1").get().bricks())
                .allSatisfy(brick -> assertThat(brick.state()).isEqualTo(BrickState.ONLINE));

        gcs.store(BAD, sound); // it is put right
        gcs.restart();
        gcs.advance(Duration.ofMinutes(1));
        assertThat(gcs.volume("v2").get().bricks())
                .allSatisfy(brick -> assertThat(brick.state()).isEqualTo(BrickState.ONLINE));
        assertThat(gcs.violations()).isEmpty();
    }

    private static void refused(ThrowingCallable request) {
        assertThatThrownBy(request)
                .isInstanceOf(NotSupportedException.class)
                .hasMessageContainingAll(BAD, "restore the record")
                .hasMessageNotContaining("password");
    }

    /** What it has reserved is promised to nobody else, where that can be made out. */
    @Test
    void theSpaceOfAVolumeWhoseRecordSaysUnknownWords_staysReserved() {
        create("v2");
        Capacity reserved = gcs.devices().get("node-1", "/data/d1").reserved();
        gcs.store(BAD, Fault.STATE.harm.apply(gcs.stored(BAD).orElseThrow()));
        gcs.restart();
        assertThat(gcs.devices().get("node-1", "/data/d1").reserved()).isEqualTo(reserved);
    }

    @Test
    void aRecordThatBecomesUnreadableWhileTheNodesRun_isLeftAsItIs() {
        List.of("v1", "v2").forEach(this::create);
        List<String> before = onTheMachines();
        gcs.store(BAD, Fault.NEWER_SCHEMA.harm.apply(gcs.stored(BAD).orElseThrow()));
        gcs.advance(Duration.ofMinutes(2));
        gcs.volume("v1").changeAccess(access -> access.allow("192.0.2.7")).await();
        assertThat(onTheMachines()).containsExactlyInAnyOrderElementsOf(before);
    }

    /** Records of other kinds: each is reported, and what does not need it goes on. */
    @Test
    void oneOfAnyKindStopsNobody() {
        List.of("v1", "v2").forEach(this::create);
        String device = gcs.devices().get("node-2", "/data/d1").id().toString();
        String status = "status/node-2/volume/" + gcs.volume("v1").get().id();
        String operation = gcs.operations().list().get(0).id().toString();
        for (String key : List.of("device/" + device, "peer/node-3", status, "operation/" + operation)) {
            String sound = gcs.stored(key).orElseThrow();
            gcs.store(key, sound.replace("\"schema\":1", "\"schema\":9"));
            gcs.restart();
            gcs.advance(Duration.ofMinutes(1));

            if (!key.equals(status)) { // that one its node has said again
                assertThat(gcs.audit().findings())
                        .filteredOn(finding -> finding.kind() == FindingKind.UNREADABLE)
                        .extracting(Finding::resource)
                        .containsExactly(key);
                gcs.store(key, sound);
            }
            assertThat(gcs.volumes().list()).hasSize(2);
            gcs.restart();
            gcs.volume("v1").stop().await();
            gcs.volume("v1").start().await();
        }
        assertThat(gcs.violations()).isEmpty();
    }

    @Test
    void aClusterWhoseIdentityCannotBeRead_doesNotStart() {
        String sound = gcs.stored("cluster").orElseThrow();
        gcs.store("cluster", "{}");
        gcs.restart();
        assertThatThrownBy(gcs::ping).isInstanceOf(GcsException.class).hasMessageContaining("cluster");
        gcs.store("cluster", sound);
    }
}
