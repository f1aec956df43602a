/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.GcsException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeSettingsTest {
    @TempDir
    Path directory = Path.of("");

    private Path file(String... lines) throws IOException {
        return Files.write(directory.resolve("glusterd2.toml"), List.of(lines));
    }

    private static NodeSettings read(Map<NodeKey, String> flags, Map<String, String> environment, @Nullable Path file) {
        return NodeSettings.read(flags, environment, file, Path.of("/nowhere/glusterd2.toml"));
    }

    private static List<String> refused(
            Map<NodeKey, String> flags, Map<String, String> environment, @Nullable Path file) {
        GcsException refusal = catchThrowableOfType(GcsException.class, () -> read(flags, environment, file));
        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refusal.detail().problems())
                .allSatisfy(problem -> assertThat(refusal.getMessage()).contains(problem));
        return refusal.detail().problems();
    }

    @Test
    void nothingSaid_isGlusterD2sDefaults() {
        NodeSettings settings = read(Map.of(), Map.of(), null);

        assertThat(settings.stateDirectory()).isEqualTo(Path.of("/var/lib/glusterd2"));
        assertThat(settings.pidFile()).isEqualTo(Path.of("/var/run/glusterd2/glusterd2.pid"));
        assertThat(settings.logFile()).isNull();
        assertThat(settings.logLevel()).isEqualTo(NodeKey.LogLevel.INFO);
        assertThat(settings.host()).isEmpty();
        assertThat(settings.on(NodeKey.RESTAUTH)).isTrue();
        assertThat(settings.on(NodeKey.STATEDUMP)).isTrue();
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void theFileThatGlusterD2sPackageInstalls_isUnderstood() throws IOException {
        Path file = file(
                "localstatedir = \"/var/lib/glusterd2\"",
                "logdir = \"/var/log/glusterd2\"",
                "logfile = \"glusterd2.log\"",
                "templatesdir = \"/usr/share/glusterd2/templates\"");

        NodeSettings settings = read(Map.of(), Map.of(), file);

        assertThat(settings.logFile()).isEqualTo(Path.of("/var/log/glusterd2/glusterd2.log"));
        assertThat(settings.warnings())
                .containsExactly(file + ":4: templatesdir has no effect: volfiles are not made from templates");
    }

    @Test
    void flagsComeBeforeTheEnvironment_thatBeforeTheFile_andItBeforeDefaults() throws IOException {
        Path file = file("rundir = \"/file\"", "logdir = \"/file\"", "localstatedir = \"/file\"");
        Map<String, String> environment = Map.of("GD2_RUNDIR", "/environment", "GD2_LOCALSTATEDIR", "/environment");

        NodeSettings settings = read(Map.of(NodeKey.LOCALSTATEDIR, "/flag"), environment, file);

        assertThat(settings.text(NodeKey.LOCALSTATEDIR)).isEqualTo("/flag");
        assertThat(settings.where(NodeKey.LOCALSTATEDIR)).isEqualTo("--localstatedir");
        assertThat(settings.text(NodeKey.RUNDIR)).isEqualTo("/environment");
        assertThat(settings.where(NodeKey.RUNDIR)).isEqualTo("GD2_RUNDIR");
        assertThat(settings.text(NodeKey.LOGDIR)).isEqualTo("/file");
        assertThat(settings.where(NodeKey.LOGDIR)).isEqualTo(file + ":2: logdir");
        assertThat(settings.where(NodeKey.LOGLEVEL)).isEqualTo("the default");
    }

    @Test
    void anEmptyVariable_saysNothing() throws IOException {
        Path file = file("rundir = \"/file\"");

        assertThat(read(Map.of(), Map.of("GD2_RUNDIR", ""), file).text(NodeKey.RUNDIR))
                .isEqualTo("/file");
    }

    @Test
    void theEnvironmentMayNameTheFile_andAFlagAnother() throws IOException {
        Path file = file("rundir = \"/file\"");
        Path other = Files.writeString(directory.resolve("other.toml"), "rundir = \"/other\"");

        Map<String, String> environment = Map.of("GD2_CONFIG", file.toString());

        assertThat(read(Map.of(), environment, null).text(NodeKey.RUNDIR)).isEqualTo("/file");
        assertThat(read(Map.of(), environment, other).text(NodeKey.RUNDIR)).isEqualTo("/other");
    }

    @Test
    void theDefaultFile_isReadWhenItIsThere_andOneThatIsNamedMustBe() throws IOException {
        Path file = file("rundir = \"/file\"");
        Path absent = directory.resolve("absent.toml");

        assertThat(NodeSettings.read(Map.of(), Map.of(), null, file).text(NodeKey.RUNDIR))
                .isEqualTo("/file");
        assertThat(refused(Map.of(), Map.of(), absent))
                .containsExactly("there is no configuration file " + absent + ": make it, or leave out --config");
        assertThat(refused(Map.of(), Map.of("GD2_CONFIG", absent.toString()), null))
                .containsExactly("there is no configuration file " + absent + ": make it, or leave out GD2_CONFIG");
    }

    @Test
    void unknownKeys_areNamedInWarnings() throws IOException {
        Path file = file("# a comment", "rundir = \"/r\"", "max-heap = 3", "", "[tables]", "too = 1");

        NodeSettings settings = read(Map.of(), Map.of("GD2_WORKDIR", "/w", "GD2_ENDPOINTS", "http://a:24007"), file);

        assertThat(settings.warnings())
                .containsExactly(
                        file + ":3: max-heap is not known and was ignored",
                        file + ":5: tables is not known and was ignored",
                        "the variable GD2_WORKDIR is not known and was ignored");
    }

    @Test
    void everyFault_isRefusedAtOnce_withFileLineAndKey() throws IOException {
        Path file = file("restauth = \"perhaps\"", "rundir = \"run\"", "loglevel = \"loud\"", "[logdir]", "a = 1");

        assertThat(refused(Map.of(NodeKey.CLIENTADDRESS, "24007"), Map.of("GD2_STATEDUMP", "maybe"), file))
                .containsExactlyInAnyOrder(
                        file + ":1: restauth must be true or false, not \"perhaps\"",
                        file + ":2: rundir must be an absolute path, not \"run\"",
                        file + ":3: loglevel must be trace, debug, info, warn or error, not \"loud\"",
                        file + ":4: logdir must be one value, not a table",
                        "GD2_STATEDUMP must be true or false, not \"maybe\"",
                        "--clientaddress must be HOST:PORT; either may be empty, as in :24007, not \"24007\"");
    }

    @Test
    void whatIsNotToml_isRefusedWithItsLine() throws IOException {
        Path file = file("rundir = \"/r\"", "logdir = ");

        assertThat(refused(Map.of(), Map.of(), file))
                .singleElement()
                .asString()
                .startsWith(file + ":2: this is not TOML: ");
    }

    @Test
    void aKeySaidTwice_isRefused() throws IOException {
        Path file = file("rundir = \"/r\"", "rundir = \"/s\"");

        assertThat(refused(Map.of(), Map.of(), file)).singleElement().asString().contains("this is not TOML");
    }

    @Test
    void aFileThatIsADirectory_isRefused() {
        assertThat(refused(Map.of(), Map.of(), directory))
                .singleElement()
                .asString()
                .contains(directory.toString(), "cannot be read");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "noembed = true",
                "noembed = \"true\"",
                "etcdendpoints = \"http://etcd:2379\"",
                "etcdendpoints = [\"http://a:2379\", \"http://b:2379\"]"
            })
    void anEtcd_isRefused_withWhatWorksInstead(String line) throws IOException {
        Path file = file(line);

        assertThat(refused(Map.of(), Map.of(), file))
                .singleElement()
                .asString()
                .startsWith(file + ":1: ")
                .contains("cluster over an etcd", "a cluster of its own", "gcs dev up");
    }

    @Test
    void valuesThatAskForNoEtcd_areTaken() throws IOException {
        NodeSettings settings = read(
                Map.of(),
                Map.of("GD2_ETCDCURLS", "http://0.0.0.0:2379"),
                file("noembed = false", "etcdendpoints = \"\""));

        assertThat(settings.warnings())
                .containsExactly(
                        "GD2_ETCDCURLS has no effect: no etcd is embedded; the catalogue is in the file store under"
                                + " localstatedir");
    }

    @ParameterizedTest
    @CsvSource({
        ":24007,:24008,''",
        "0.0.0.0:24007,:24008,''",
        "[::]:24007,0.0.0.0:24008,''",
        "node1.example:24007,10.0.0.1:24008,node1.example",
        ":24007,10.0.0.1:24008,10.0.0.1",
        "127.0.0.3:,10.0.0.1:,127.0.0.3",
        "[fd00::1]:24007,:24008,fd00::1"
    })
    void theNodesAddress_isTheHostOfClientaddress_elseThatOfPeeraddress(String client, String peer, String host) {
        NodeSettings settings = read(Map.of(NodeKey.CLIENTADDRESS, client, NodeKey.PEERADDRESS, peer), Map.of(), null);

        assertThat(settings.host()).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.1:70000", "a b:24007", "::1:24007", "host:x", "127.0.0.1:0", "x:-1"})
    void whatIsNoAddress_isRefused(String text) {
        assertThat(refused(Map.of(NodeKey.CLIENTADDRESS, text), Map.of(), null))
                .singleElement()
                .asString()
                .contains("--clientaddress must be HOST:PORT", text);
    }

    @Test
    void anotherPortThanClientsLookAt_isRefused() {
        assertThat(refused(Map.of(NodeKey.CLIENTADDRESS, "127.0.0.1:24107"), Map.of(), null))
                .singleElement()
                .asString()
                .contains("must have the port 24007", "24107");
    }

    @Test
    void aCertificateWithoutItsKey_andFilesThatAreNotThere_areRefused() throws IOException {
        Path certificate = Files.writeString(directory.resolve("cert.pem"), "x");

        assertThat(refused(Map.of(NodeKey.CERT_FILE, certificate.toString()), Map.of(), null))
                .containsExactly("--cert-file needs key-file too");
        assertThat(refused(
                        Map.of(NodeKey.CERT_FILE, certificate.toString(), NodeKey.KEY_FILE, "/nowhere/key.pem"),
                        Map.of(),
                        null))
                .containsExactly("--key-file names /nowhere/key.pem, which cannot be read");
    }

    @ParameterizedTest
    @CsvSource({"STDOUT,", "STDERR,", "-,", "g.log,/var/log/glusterd2/g.log", "/tmp/g.log,/tmp/g.log"})
    void theLogFile_isInLogdir_unlessItIsAPathOrAStandardStream(String said, @Nullable String file) {
        NodeSettings settings = read(Map.of(NodeKey.LOGFILE, said), Map.of(), null);

        assertThat(settings.logFile()).isEqualTo(file == null ? null : Path.of(file));
    }

    @ParameterizedTest
    @EnumSource(NodeKey.class)
    void everyKey_isTakenFromItsVariable_andItsFlagHasItsName(NodeKey key) {
        String value = switch (key.kind()) {
            case PATH -> "/x";
            case TEXT -> "x";
            case LEVEL -> "warning";
            case ADDRESS -> "10.1.2.3:24007";
            case SWITCH -> "false";
            case NUMBER -> "7";
        };
        Map<String, String> environment = new java.util.TreeMap<>(Map.of(key.variable(), value));
        if (key == NodeKey.ETCDENDPOINTS) {
            assertThat(refused(Map.of(), environment, null)).hasSize(1);
            return;
        }
        if (key == NodeKey.CERT_FILE || key == NodeKey.KEY_FILE) {
            assertThat(refused(Map.of(), environment, null)).hasSize(2);
            return;
        }
        NodeSettings settings = read(Map.of(), environment, null);

        assertThat(settings.text(key)).isEqualTo(value);
        assertThat(settings.warnings()).hasSize(key.used() ? 0 : 1);
        assertThat(key.flag()).isEqualTo("--" + key.key());
    }

    @Test
    void keysAreKnownInWhateverCase_asToGlusterD2() throws IOException {
        assertThat(read(Map.of(), Map.of(), file("RunDir = \"/r\"")).text(NodeKey.RUNDIR))
                .isEqualTo("/r");
    }

    @Test
    void namesOfKeys_areUnique() {
        assertThat(Stream.of(NodeKey.values()).map(NodeKey::key))
                .doesNotHaveDuplicates()
                .allSatisfy(key -> assertThat(key).isLowerCase());
        assertThat(new TreeSet<>(
                        Stream.of(NodeKey.values()).map(NodeKey::variable).toList()))
                .hasSize(NodeKey.values().length);
    }
}
