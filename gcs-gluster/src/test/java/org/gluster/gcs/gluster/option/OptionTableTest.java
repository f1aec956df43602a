/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gluster.gcs.gluster.option.OptionRefusal.Reason;
import org.gluster.gcs.gluster.option.VolumeOption.Effect;
import org.gluster.gcs.gluster.option.VolumeOption.Side;
import org.gluster.gcs.gluster.volfile.VolumeSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionTableTest {
    private static final OptionTable TABLE = OptionTable.glusterfs();
    static final OptionLayout REPLICA_3 = new OptionLayout(
            OptionLayout.Kind.REPLICATE,
            2,
            3,
            0,
            List.of("v-client-0", "v-client-1", "v-client-2"),
            List.of("10.0.0.1", "10.0.0.2", "10.0.0.3"));
    static final OptionLayout PLAIN =
            new OptionLayout(OptionLayout.Kind.DISTRIBUTE, 1, 1, 0, List.of("v-client-0"), List.of("10.0.0.1"));
    static final OptionLayout DISPERSE_4_2 =
            new OptionLayout(OptionLayout.Kind.DISPERSE, 1, 6, 2, List.of("v-client-0"), List.of("10.0.0.1"));

    @Test
    void table_isWhole() {
        assertThat(TABLE.options()).hasSize(389);
        assertThat(TABLE.rows()).hasSize(395);
        VolumeOption eagerLock = TABLE.option("cluster.eager-lock").orElseThrow();
        assertThat(eagerLock.type()).isEqualTo(ValueType.BOOL);
        assertThat(eagerLock.defaultValue()).isEqualTo("on");
        assertThat(eagerLock.sides()).containsExactly(Side.CLIENT, Side.SELF_HEAL);
        assertThat(eagerLock.targets().get(0).effect()).isEqualTo(Effect.LIVE);
        VolumeOption backlog = TABLE.option("transport.listen-backlog").orElseThrow();
        assertThat(backlog.sides()).containsExactly(Side.BRICK);
        assertThat(backlog.targets().get(0).effect()).isEqualTo(Effect.START);
        assertThat(TABLE.option("server.outstanding-rpc-limit").orElseThrow().clusterWide())
                .isTrue();
    }

    @Test
    void everyOption_thatCanBeSet_reachesAGraphAndTakesItsOwnDefault() {
        for (VolumeOption option : TABLE.options()) {
            if (TABLE.unavailable(option.key()).isEmpty()) {
                if (!option.key().equals(VolumeSpec.MULTIPLEX)) { // says where bricks are, not what they are told
                    assertThat(option.sides()).as(option.key()).isNotEmpty();
                }
                if (!option.defaultValue().isEmpty() && !option.key().equals("features.trash-dir")) {
                    for (VolumeOption.Target target : option.targets()) {
                        assertThat(target.type().read(option.defaultValue()))
                                .as(option.key() + " " + option.defaultValue())
                                .isPresent();
                    }
                }
            }
        }
    }

    @Test
    void everyRefusedPattern_isAboutAnOption() {
        for (Unavailable row : TABLE.unavailable()) {
            boolean known = TABLE.options().stream().anyMatch(option -> row.covers(option.key()));
            assertThat(known || row.pattern().startsWith("user."))
                    .as(row.pattern())
                    .isTrue();
            assertThat(row.why()).isNotBlank();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "cluster.eager-lock, cluster.eager-lock",
        "cluster/replicate.eager-lock, cluster.eager-lock",
        "replicate.eager-lock, cluster.eager-lock",
        "afr.eager-lock, cluster.eager-lock",
        "cluster/disperse.eager-lock, disperse.eager-lock",
        "disperse.eager-lock, disperse.eager-lock",
        "ec.eager-lock, disperse.eager-lock",
        "dht.lookup-optimize, cluster.lookup-optimize",
        "write-behind, performance.write-behind",
        "performance/quick-read, performance.quick-read",
        "performance/md-cache, performance.stat-prefetch",
        "features/shard, features.shard",
        "shard-block-size, features.shard-block-size",
        "write-behind.strict-O_DIRECT, performance.strict-o-direct",
        "performance/quick-read.cache-timeout, performance.quick-read-cache-timeout",
        "protocol/server.transport.socket.ssl-enabled, server.ssl",
        "protocol/client.transport.socket.ssl-enabled, client.ssl",
        "protocol/server.transport.socket.ssl-own-cert, ssl.own-cert",
        "client.event-threads, client.event-threads",
        "posix.reserve, storage.reserve",
        "debug/io-stats.count-fop-hits, diagnostics.count-fop-hits"
    })
    void resolve_understandsWhatClientsWrite(String name, String key) {
        assertThat(TABLE.resolve(name))
                .isInstanceOfSatisfying(
                        OptionName.Known.class,
                        known -> assertThat(known.option().key()).isEqualTo(key));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "eager-lock | AMBIGUOUS | give one of cluster.eager-lock, disperse.eager-lock",
                "debug/io-stats.log-level | AMBIGUOUS | diagnostics.brick-log-level, diagnostics.client-log-level",
                "cluster.eager-lok | UNKNOWN | did you mean cluster.eager-lock",
                "write-behnd | UNKNOWN | did you mean performance.write-behind",
                "afr.non-existent | UNKNOWN | GlusterFS has no such option",
                "a.b.afr.eager-lock | UNKNOWN | GlusterFS has no such option",
                "..eager-lock | UNKNOWN | GlusterFS has no such option",
                "brick.afr.eager-lock | FEATURE_MISSING | leave 'brick.' out",
                "gfproxy.cluster/replicate.eager-lock | FEATURE_MISSING | leave 'gfproxy.' out",
                "user. | UNKNOWN | GlusterFS has no such option"
            })
    void resolve_whenNothingOrSeveral_saysSo(String name, Reason reason, String text) {
        assertThat(TABLE.resolve(name)).isInstanceOfSatisfying(OptionName.Refused.class, refused -> {
            assertThat(refused.refusal().reason()).isEqualTo(reason);
            assertThat(refused.refusal().message()).startsWith("option " + name).contains(text);
        });
    }

    @Test
    void check_answersKeysOfTheTable_andKeepsUsersOwn() {
        CheckedOptions checked =
                TABLE.check(Map.of("afr.eager-lock", "off", "user.team", "storage", "write-behind", "off"), REPLICA_3);
        assertThat(checked.refusals()).isEmpty();
        assertThat(checked.options())
                .containsExactly(
                        Map.entry("cluster.eager-lock", "off"),
                        Map.entry("performance.write-behind", "off"),
                        Map.entry("user.team", "storage"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nfs.disable=off | FEATURE_MISSING | the NFS server of GlusterFS is not run; only 'on' is taken",
                "nfs.port=2049 | FEATURE_MISSING | the NFS server of GlusterFS is not run; leave it out",
                "features.quota=on | FEATURE_MISSING | quotas are not here",
                "features.quota=perhaps | BAD_VALUE | allowed: on or off",
                "features.scrub-throttle=lazy | FEATURE_MISSING | the scrub daemon",
                "auth.allow=10.0.0.9 | MANAGED | its access list",
                "auth.allow=a..b | BAD_VALUE | addresses",
                "transport.address-family=inet | MANAGED | each brick's address",
                "cluster.server-quorum-type=server | MANAGED | only 'none' is taken",
                "changelog.changelog-dir=/var | UNSAFE | inside its own file system",
                "user.xlator.mine=posix | UNSAFE | foreign translator",
                "auth.reject=10.0.* | UNSAFE | also shut out 10.0.0.1",
                "auth.reject=10.9.9.9,10.0.0.0/30 | UNSAFE | also shut out 10.0.0.1, 10.0.0.2, 10.0.0.3",
                "performance.io-thread-count=65 | BAD_VALUE | a whole number from 1 to 64",
                "network.ping-timeout=1h | BAD_VALUE | from 0 to 1013",
                "cluster.favorite-child-policy=newest | BAD_VALUE | one of none, size, ctime, mtime, majority",
                "cluster.quorum-count=4 | BAD_VALUE | from 1 to the number of replicas",
                "cluster.read-subvolume=v-client-9 | BAD_VALUE | one of v-client-0, v-client-1, v-client-2",
                "disperse.shd-max-threads=2 | WRONG_LAYOUT | for dispersed volumes only; this one is replicated",
                "cluster.lock-migration=on | WRONG_LAYOUT | neither replicated nor dispersed",
                "features.trash-dir=bin | CONFLICT | while features.trash is on",
                "user.note=a`id`b | BAD_VALUE | a back quote"
            })
    void check_whenNotTaken_namesOptionValueReasonAndWhatIsAllowed(String given, Reason reason, String text) {
        String[] option = given.split("=", 2);
        CheckedOptions checked = TABLE.check(Map.of(option[0], option[1]), REPLICA_3);
        assertThat(checked.refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.reason()).isEqualTo(reason);
            assertThat(refusal.message()).contains(option[0], option[1], text);
        });
    }

    @Test
    void check_whenAValueOnlySaysWhatHoldsAnyway_takesIt() {
        assertThat(TABLE.check(
                                Map.of("nfs.disable", "true", "features.uss", "disable", "config.transport", "tcp"),
                                PLAIN)
                        .refusals())
                .isEmpty();
    }

    @Test
    void check_looksAtAllOptionsTogether() {
        assertThat(refused(Map.of("features.read-only", "on", "features.worm", "on")))
                .contains("features.worm");
        assertThat(refused(Map.of("cluster.nufa", "on", "cluster.switch", "on")))
                .contains("cluster.switch");
        assertThat(refused(Map.of("server.root-squash", "on", "performance.read-after-open", "off")))
                .contains("before they are read");
        assertThat(refused(Map.of("performance.cache-min-file-size", "2MB", "performance.cache-max-file-size", "1MB")))
                .contains("larger than");
        assertThat(refused(Map.of("eager-lock", "on", "cluster.eager-lok", "x")).lines())
                .hasSize(2);
        assertThat(refused(Map.of("afr.eager-lock", "on", "cluster.eager-lock", "off")))
                .contains("is the same option with another value");
        // the range of the translator that stands in the graph is what counts
        assertThat(refused(Map.of("performance.cache-size", "1MB"))).isEmpty();
        assertThat(refused(Map.of("performance.cache-size", "1MB", "performance.io-cache", "on")))
                .contains("at least 4194304");
        assertThat(refused(Map.of("cluster.heal-timeout", "5"))).isEmpty();
        assertThat(TABLE.check(Map.of("cluster.heal-timeout", "5"), DISPERSE_4_2)
                        .explain())
                .contains("from 60");
    }

    private static String refused(Map<String, String> options) {
        return TABLE.check(options, REPLICA_3).explain();
    }

    @Test
    void change_appliesSetsAndResets() {
        SortedMap<String, String> before = new TreeMap<>(Map.of("cluster.eager-lock", "off", "user.a", "1"));
        CheckedOptions changed =
                TABLE.change(before, Map.of("performance.io-cache", "on"), List.of("afr.eager-lock"), REPLICA_3, true);
        assertThat(changed.refusals()).isEmpty();
        assertThat(changed.options())
                .containsExactly(Map.entry("performance.io-cache", "on"), Map.entry("user.a", "1"));
        assertThat(TABLE.change(before, Map.of(), List.of("performance.io-cache"), REPLICA_3, true)
                        .explain())
                .isEqualTo("option performance.io-cache: it is not set, so there is nothing to reset");
    }

    @Test
    void change_whatMayNoLongerChange_isRefused() {
        SortedMap<String, String> sharded = new TreeMap<>(Map.of("features.shard", "on"));
        SortedMap<String, String> none = new TreeMap<>();
        assertThat(TABLE.change(sharded, Map.of("features.shard", "off"), List.of(), PLAIN, true)
                        .refusals())
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(Reason.FIXED));
        assertThat(TABLE.change(sharded, Map.of(), List.of("features.shard"), PLAIN, true)
                        .explain())
                .contains("would appear cut off");
        assertThat(TABLE.change(sharded, Map.of("features.shard", "off"), List.of(), PLAIN, false)
                        .sound())
                .isTrue();
        Map<String, String> granular = Map.of("cluster.granular-entry-heal", "off");
        assertThat(TABLE.change(none, granular, List.of(), REPLICA_3, true).explain())
                .contains("once the volume has been started");
        assertThat(TABLE.change(none, granular, List.of(), REPLICA_3, false).sound())
                .isTrue();
    }

    @Test
    void change_whenOnlyOneSideWouldSpeakTls_isRefused() {
        SortedMap<String, String> none = new TreeMap<>();
        assertThat(TABLE.change(none, Map.of("client.ssl", "on"), List.of(), PLAIN, true)
                        .explain())
                .contains("client.ssl = 'on'", "server.ssl is off", "change both in one request");
        assertThat(TABLE.change(none, Map.of("client.ssl", "on", "server.ssl", "on"), List.of(), PLAIN, true)
                        .sound())
                .isTrue();
    }

    @Test
    void defaultOf_isThatOfTheVolume() {
        assertThat(defaultOf("cluster.quorum-type", REPLICA_3)).isEqualTo("auto");
        assertThat(defaultOf("cluster.quorum-type", PLAIN)).isEqualTo("none");
        assertThat(defaultOf("performance.client-io-threads", REPLICA_3)).isEqualTo("off");
        assertThat(defaultOf("performance.client-io-threads", PLAIN)).isEqualTo("on");
    }

    private static String defaultOf(String key, OptionLayout layout) {
        return TABLE.defaultOf(TABLE.option(key).orElseThrow(), layout);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u0000", "..", "/", "a/", "/.", "user", "\ud800", "."})
    void resolve_whenTheNameIsStrange_isUnknown(String name) {
        assertThat(TABLE.resolve(name)).isInstanceOf(OptionName.Refused.class);
        Map<String, String> given = new LinkedHashMap<>();
        given.put(name, "on");
        assertThat(TABLE.check(given, PLAIN).sound()).isFalse();
    }
}
