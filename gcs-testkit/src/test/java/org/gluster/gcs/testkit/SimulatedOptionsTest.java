/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.gluster.gcs.AlreadyExistsException;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.IdempotencyConflictException;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.NotFoundException;
import org.gluster.gcs.NotPermittedException;
import org.gluster.gcs.NotSupportedException;
import org.gluster.gcs.OperationCancelledException;
import org.gluster.gcs.RefusedException;
import org.gluster.gcs.VolumeNotFoundException;
import org.gluster.gcs.WrongStateException;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostException;
import org.gluster.gcs.gluster.process.Attachment;
import org.gluster.gcs.operation.Operation;
import org.gluster.gcs.option.OptionEffect;
import org.gluster.gcs.option.OptionInfo;
import org.gluster.gcs.option.OptionOrigin;
import org.gluster.gcs.option.OptionScope;
import org.gluster.gcs.option.OptionType;
import org.gluster.gcs.option.OptionValue;
import org.gluster.gcs.option.Profile;
import org.gluster.gcs.volume.BrickState;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeHandle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Options, groups, labels and metadata, as a platform uses them. */
class SimulatedOptionsTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String IO_CACHE = "performance.io-cache";

    private final SimulatedGcs gcs = SimulatedGcs.create(3);

    @AfterEach
    void restsWithTheContractHeld() {
        assertThat(gcs.violations()).isEmpty();
        gcs.close();
    }

    private VolumeHandle volume(boolean started) {
        gcs.volumes()
                .create(v -> v.name("v1").capacity(Capacity.ofGiB(1)).start(started))
                .await();
        return gcs.volume("v1");
    }

    private OptionValue value(String key) {
        return gcs.volume("v1").options().find(key).orElseThrow();
    }

    @Test
    void optionsAreSetAndReset_whileTheVolumeIsServed() {
        VolumeHandle volume = volume(true);
        assertThat(volume.options().changed()).isEmpty();

        Volume changed = volume.setOptions(
                        Map.of("io-cache", "off", "performance.io-thread-count", "24", "cluster.shd-max-threads", "4"))
                .await();

        assertThat(changed.options())
                .containsExactly(
                        Map.entry("cluster.shd-max-threads", "4"),
                        Map.entry(IO_CACHE, "off"),
                        Map.entry("performance.io-thread-count", "24"));
        assertThat(changed.bricks())
                .allSatisfy(brick -> assertThat(brick.state()).isEqualTo(BrickState.ONLINE));
        assertThat(gcs.violations()).isEmpty(); // each daemon has the volfile of the record
        assertThat(value("performance.io-thread-count").value()).contains("24");
        assertThat(value("performance.io-thread-count").defaultValue()).contains("16");
        assertThat(value("performance.io-thread-count").origin()).isEqualTo(OptionOrigin.VOLUME);

        assertThat(volume.resetOptions("performance.io-thread-count", "cluster.heal-timeout")
                        .await()
                        .options())
                .containsOnlyKeys("cluster.shd-max-threads", IO_CACHE);
        assertThat(value("performance.io-thread-count").origin()).isEqualTo(OptionOrigin.DEFAULT);
        assertThat(volume.resetAllOptions().await().options()).isEmpty();
    }

    @Test
    void everyProblemIsSaidAtOnce_andNothingChanges() {
        VolumeHandle volume = volume(true);
        volume.setOptions(Map.of(IO_CACHE, "off")).await();

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> volume.changeOptions(change -> change.set("performance.io-thread-count", "1000")
                        .set("performance.cache-sise", "1GB")
                        .set("nfs.disable", "off")
                        .set(IO_CACHE, "perhaps")
                        .profile("nobodys")))
                .satisfies(refused -> assertThat(refused.problems()).hasSize(5));
        assertThatExceptionOfType(NotSupportedException.class)
                .isThrownBy(() -> volume.setOptions(Map.of("nfs.disable", "off", "features.bitrot", "on")))
                .satisfies(refused -> assertThat(refused.detail().problems()).hasSize(2));
        assertThatThrownBy(() -> gcs.volume("v2").setOptions(Map.of(IO_CACHE, "off")))
                .isInstanceOf(VolumeNotFoundException.class);
        assertThatThrownBy(() -> gcs.volume("v2").options()).isInstanceOf(VolumeNotFoundException.class);
        assertThat(volume.get().options()).containsExactly(Map.entry(IO_CACHE, "off"));
    }

    @Test
    void optionsAtCreate_underThemAProfile() {
        Volume made = gcs.volumes()
                .create(v -> v.name("v1")
                        .capacity(Capacity.ofGiB(1))
                        .start(true)
                        .profile(Profile.CONTAINER)
                        .option("heal-timeout", "90")
                        .metadata("owner", "csi"))
                .await();

        assertThat(made.profiles()).containsExactly("container");
        assertThat(made.options()).containsExactly(Map.entry("cluster.heal-timeout", "90"));
        assertThat(made.metadata()).containsExactly(Map.entry("owner", "csi"));
        assertThat(value("cluster.heal-timeout").origin()).isEqualTo(OptionOrigin.VOLUME);
        assertThat(value("network.ping-timeout").group()).contains("container");
        assertThat(value("network.ping-timeout").value()).contains("20");

        gcs.volume("v1").resetOptions("cluster.heal-timeout").await();
        assertThat(value("cluster.heal-timeout").value()).contains("60");
        assertThat(value("cluster.heal-timeout").origin()).isEqualTo(OptionOrigin.GROUP);
        gcs.volume("v1")
                .changeOptions(
                        change -> change.withoutProfile(Profile.CONTAINER).allowBrickRestart())
                .await();
        assertThat(gcs.volume("v1").options().changed()).isEmpty();

        assertThatThrownBy(() -> gcs.volumes()
                        .create(v -> v.name("v2").capacity(Capacity.ofGiB(1)).option("cluster.disperse-math", "x")))
                .isInstanceOf(InvalidRequestException.class);
        assertThat(gcs.volumes().find("v2")).isEmpty();
    }

    @Test
    void groupsAreMadeAppliedAndDeleted_volumesKeepTheirCopy() {
        VolumeHandle volume = volume(true);
        gcs.optionGroups()
                .create(group -> group.name("ledgers")
                        .description("For ledgers")
                        .option("heal-timeout", "120")
                        .option("disperse.eager-lock", "off")
                        .idempotencyKey("k1"))
                .await();

        assertThat(gcs.optionGroups().get("ledgers").builtIn()).isFalse();
        assertThat(gcs.optionGroups().get(Profile.CONTAINER).builtIn()).isTrue();
        assertThat(gcs.optionGroups().list())
                .hasSizeGreaterThan(10)
                .anyMatch(group -> group.name().value().equals("ledgers"));
        assertThat(volume.changeOptions(change -> change.profile("ledgers"))
                        .await()
                        .profiles())
                .containsExactly("ledgers");
        assertThat(gcs.optionGroups().delete("ledgers").await().value()).isEqualTo("ledgers");
        assertThat(value("cluster.heal-timeout").value()).contains("120");

        assertThatThrownBy(() -> gcs.optionGroups().get("ledgers")).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> gcs.optionGroups().delete("ledgers")).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> gcs.optionGroups().delete("virt")).isInstanceOf(NotPermittedException.class);
        assertThatThrownBy(() ->
                        gcs.optionGroups().create(group -> group.name("virt").option(IO_CACHE, "off")))
                .isInstanceOf(AlreadyExistsException.class);
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> gcs.optionGroups()
                        .create(group -> group.name("bad").option(IO_CACHE, "x").option("no.such", "1")))
                .satisfies(refused -> assertThat(refused.problems()).hasSize(2));
        assertThatThrownBy(() -> gcs.optionGroups()
                        .create(group ->
                                group.name("other").option(IO_CACHE, "off").idempotencyKey("k1")))
                .isInstanceOf(IdempotencyConflictException.class);
    }

    @Test
    void theCatalogueIsEnoughForAForm() {
        OptionInfo threads = gcs.options().get("performance.io-thread-count");
        assertThat(threads.type()).isEqualTo(OptionType.INTEGER);
        assertThat(threads.minimum()).contains("1");
        assertThat(threads.maximum()).contains("64");
        assertThat(threads.defaultValue()).contains("16");
        assertThat(threads.scopes()).contains(OptionScope.BRICK);
        assertThat(threads.effect()).isEqualTo(OptionEffect.RELOAD);
        assertThat(gcs.options().get("transport.listen-backlog").effect()).isEqualTo(OptionEffect.BRICK_RESTART);
        assertThat(gcs.options().get("cluster/replicate.eager-lock").key()).isEqualTo("cluster.eager-lock");
        assertThat(gcs.options().get("nfs.disable").refusal()).isPresent();
        assertThat(gcs.options().find("no.such")).isEmpty();
        assertThat(gcs.options().list()).hasSizeGreaterThan(300);
    }

    @Test
    void bricksAreRestartedOnlyWhenThatIsAllowed_thoseOfOneNodeAfterTheOther() {
        VolumeHandle volume = volume(true);
        assertThatExceptionOfType(WrongStateException.class)
                .isThrownBy(() -> volume.setOptions(Map.of("transport.listen-backlog", "2048")))
                .withMessageContaining("transport.listen-backlog")
                .withMessageContaining("restarted");
        assertThat(volume.get().options()).isEmpty();

        volume.changeOptions(
                        change -> change.set("transport.listen-backlog", "2048").allowBrickRestart())
                .await(LONG);

        assertThat(value("transport.listen-backlog").value()).contains("2048");
        volume.stop().await();
        assertThat(volume.setOptions(Map.of("transport.listen-backlog", "512"))
                        .await()
                        .options())
                .containsEntry("transport.listen-backlog", "512");
        volume.start().await();
    }

    /** Another translator in the bricks' graph: a running brick must not even be given such a volfile. */
    @Test
    void bricksGetATranslatorMore_whenItIsTheirTurn() {
        VolumeHandle volume = volume(true);
        assertThatExceptionOfType(WrongStateException.class)
                .isThrownBy(() -> volume.setOptions(Map.of("debug.trace", "posix")))
                .withMessageContaining("debug.trace");

        volume.changeOptions(change -> change.set("debug.trace", "posix").allowBrickRestart())
                .await(LONG);
        assertThat(restarts()).isEqualTo(3);
        volume.changeOptions(change -> change.reset("debug.trace").allowBrickRestart())
                .await(LONG);
    }

    /** Nodes look for the files, so paths that no volume request may name are no options either; found before anything changes. */
    @Test
    void optionsOfTls_areHeldToWhatARequestForItMaySay() {
        VolumeHandle volume = volume(false);
        volume.setOptions(Map.of("ssl.own-cert", "certificate.pem")).await(); // no TLS yet: nobody looks for it

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> volume.setOptions(
                        Map.of("server.ssl", "on", "client.ssl", "on", "ssl.private-key", "/etc/../key")))
                .satisfies(refused -> assertThat(refused.problems()).hasSize(2))
                .withMessageContaining("certificate.pem")
                .withMessageContaining("/etc/../key");
        assertThat(volume.get().options()).containsOnlyKeys("ssl.own-cert");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> gcs.volumes()
                        .create(v -> v.name("v2")
                                .capacity(Capacity.ofGiB(1))
                                .option("server.ssl", "on")
                                .option("client.ssl", "on")
                                .option("ssl.ca-list", "ca.pem")))
                .withMessageContaining("ca.pem");

        volume.setOptions(Map.of("server.ssl", "on", "client.ssl", "on", "ssl.own-cert", "/etc/gluster/cert.pem"))
                .await();
        assertThat(volume.get().dataPathTls())
                .hasValueSatisfying(tls -> assertThat(tls.certificate()).isEqualTo("/etc/gluster/cert.pem"));
    }

    @Test
    void whatBothEndsOfAConnectionMustHaveAlike_isRefusedOnAStartedVolume() {
        VolumeHandle volume = volume(true);
        assertThatExceptionOfType(WrongStateException.class)
                .isThrownBy(() -> volume.changeOptions(
                        change -> change.set("network.compression", "on").allowBrickRestart()))
                .withMessageContaining("network.compression")
                .withMessageContaining("stop the volume first");
    }

    /** A brick of node-1 blames another: it waits until that is healed, however long, and nothing is restarted. */
    @Test
    void bricksAreNotRestartedWhileSomethingWaitsToBeHealed() {
        VolumeHandle volume = volume(true);
        Volume before = volume.get();
        String index = before.bricks().get(0).path() + "/.glusterfs/indices/xattrop/";
        gcs.machine("node-1")
                .apply(new HostCall.WriteFile(
                        java.nio.file.Path.of(index + "0f1e2d3c-0000-4000-8000-000000000001"), "", "rw-------"));

        Operation<Volume> change = volume.changeOptions(
                options -> options.set("transport.listen-backlog", "2048").allowBrickRestart());
        gcs.advance(Duration.ofMinutes(3));
        assertThat(change.state().terminal()).isFalse();
        assertThat(restarts()).isZero();

        gcs.machine("node-1")
                .apply(new HostCall.Delete(java.nio.file.Path.of(index + "0f1e2d3c-0000-4000-8000-000000000001")));
        change.await(LONG);
        assertThat(restarts()).isEqualTo(3);
    }

    /** Bricks that were begun anew on purpose. */
    private long restarts() {
        long count = 0;
        for (String node : java.util.List.of("node-1", "node-2", "node-3")) {
            java.nio.file.Path run = java.nio.file.Path.of("/gcs/nodes", node, "run");
            count += gcs.machine(node).apply(new HostCall.ListDirectory(run, 100)).orElseThrow().names().stream()
                    .filter(name -> name.endsWith(".vol"))
                    .map(name -> gcs.machine(node)
                            .apply(new HostCall.ReadFile(run.resolve(name), 1 << 20))
                            .orElseThrow())
                    .filter(volfile -> Attachment.of(volfile).orElseThrow().starts() > 0)
                    .count();
        }
        return count;
    }

    /** Bricks that do not start with the new options: the earlier ones are restored, and the volume is served. */
    @Test
    void optionsThatBricksDoNotStartWith_areTakenBack() {
        VolumeHandle volume = volume(true);
        volume.setOptions(Map.of(IO_CACHE, "off")).await();
        for (int i = 0; i < 12; i++) {
            gcs.machine("node-2")
                    .failNext(
                            call -> call instanceof HostCall.StartDaemon,
                            new HostException(HostException.Kind.FAILED, "the brick does not like it"));
        }

        assertThatThrownBy(() -> volume.changeOptions(options ->
                                options.set("transport.listen-backlog", "2048").allowBrickRestart())
                        .await(LONG))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("does not like it");

        assertThat(volume.get().options()).containsExactly(Map.entry(IO_CACHE, "off"));
        assertThat(volume.get().bricks())
                .allSatisfy(brick -> assertThat(brick.state()).isEqualTo(BrickState.ONLINE));
    }

    @Test
    void aChangeCanBeCancelled_andThenTheEarlierOptionsHold() {
        VolumeHandle volume = volume(true);
        Volume before = volume.get();
        String index = before.bricks().get(0).path() + "/.glusterfs/indices/xattrop/";
        java.nio.file.Path waiting = java.nio.file.Path.of(index + "0f1e2d3c-0000-4000-8000-000000000001");
        gcs.machine("node-1").apply(new HostCall.WriteFile(waiting, "", "rw-------"));
        Operation<Volume> change = volume.changeOptions(
                options -> options.set("transport.listen-backlog", "2048").allowBrickRestart());
        assertThatThrownBy(() -> volume.changeAccess(access -> access.allow("192.0.2.7")))
                .isInstanceOf(WrongStateException.class)
                .hasMessageContaining("having its options changed");

        change.cancel();
        assertThatThrownBy(() -> change.await(LONG)).isInstanceOf(OperationCancelledException.class);

        assertThat(volume.get().options()).isEmpty();
        assertThat(restarts()).isZero();
        gcs.machine("node-1").apply(new HostCall.Delete(waiting));
    }

    @Test
    void labelsAndMetadataAreEdited_whateverElseGoesOn() {
        VolumeHandle volume = volume(false);
        Volume edited = volume.edit(edit -> edit.label("team", "orders").metadata("note", "two\nlines"))
                .await();
        assertThat(edited.labels()).containsExactly(Map.entry("team", "orders"));
        assertThat(edited.metadata()).containsExactly(Map.entry("note", "two\nlines"));
        assertThat(gcs.volumes().stream(query -> query.label("team", "orders"))).hasSize(1);

        Operation<Volume> start = volume.start();
        volume.edit(edit -> edit.removeLabel("team").removeMetadata("note").removeLabel("never"))
                .await();
        assertThat(start.await().labels()).isEmpty();
        assertThat(volume.get().metadata()).isEmpty();
        assertThatThrownBy(() -> volume.edit(edit -> edit.metadata("_ours", "1")))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> volume.edit(edit -> {
                    for (int i = 0; i < 20; i++) {
                        edit.metadata("k" + i, "v".repeat(1000));
                    }
                }))
                .isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void aRestartInTheMiddleOfAChangeEndsInIt() {
        VolumeHandle volume = volume(true);
        Operation<Volume> change = volume.changeOptions(
                options -> options.set("performance.io-thread-count", "24").idempotencyKey("k1"));
        gcs.restart();

        gcs.operations().get(change.id()).await(LONG);
        assertThat(gcs.volume("v1")
                        .changeOptions(options ->
                                options.set("performance.io-thread-count", "24").idempotencyKey("k1"))
                        .id())
                .isEqualTo(change.id());
        assertThat(value("performance.io-thread-count").value()).contains("24");
    }
}
