/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.gluster.gcs.option.OptionEffect;
import org.gluster.gcs.option.OptionGroupRequest;
import org.gluster.gcs.option.OptionInfo;
import org.gluster.gcs.option.OptionOrigin;
import org.gluster.gcs.option.OptionScope;
import org.gluster.gcs.option.OptionType;
import org.gluster.gcs.option.OptionValue;
import org.gluster.gcs.option.Profile;
import org.gluster.gcs.volume.OptionChange;
import org.gluster.gcs.volume.VolumeEdit;
import org.gluster.gcs.volume.VolumeOptions;
import org.gluster.gcs.volume.VolumeRequest;
import org.junit.jupiter.api.Test;

/** Requests about options, labels and metadata say everything that is wrong with them at once. */
class OptionRequestsTest {

    private static void refuses(ThrowingCallable building, String... problems) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(building)
                .satisfies(error -> assertThat(error.problems()).containsExactly(problems));
    }

    @Test
    void anOptionChangeKeepsWhatWasSaid_inTheOrderOfProfiles() {
        OptionChange change = OptionChange.of(of -> of.set("b.two", "2")
                .set(Map.of("a.one", "1"))
                .reset("c.three")
                .profile("virt")
                .profile(Profile.CONTAINER)
                .profile("virt")
                .withoutProfile("db")
                .allowBrickRestart()
                .idempotencyKey("k"));

        assertThat(change.set()).containsExactly(Map.entry("a.one", "1"), Map.entry("b.two", "2"));
        assertThat(change.reset()).containsExactly("c.three");
        assertThat(change.resetAll()).isFalse();
        assertThat(change.profiles()).containsExactly("virt", "container");
        assertThat(change.withoutProfiles()).containsExactly("db");
        assertThat(change.brickRestartAllowed()).isTrue();
        assertThat(change.idempotencyKey()).contains(IdempotencyKey.of("k"));
    }

    @Test
    void anOptionChangeThatContradictsItself_saysAllOfIt() {
        refuses(
                () -> OptionChange.of(of -> of.set("a.one", "1")
                        .set("no key", " ")
                        .reset("a.one")
                        .profile("p")
                        .withoutProfile("p")),
                "option \"no key\" must be a GlusterFS option, e.g. performance.cache-size",
                "value of option \"no key\" must be 1 to 1024 printable characters",
                "option \"a.one\" is both set and reset",
                "profile \"p\" is both applied and taken away");
        refuses(() -> OptionChange.of(of -> of.allowBrickRestart()), "nothing is set, reset, applied or taken away");
    }

    @Test
    void anEditGivesAndRemoves() {
        VolumeEdit edit = VolumeEdit.of(of -> of.label("team", "orders")
                .removeLabel("old")
                .metadata("note", "two\nlines")
                .removeMetadata("gone"));

        assertThat(edit.applyToLabels(new TreeMap<>(Map.of("old", "x", "tier", "1"))))
                .containsExactly(Map.entry("team", "orders"), Map.entry("tier", "1"));
        assertThat(edit.applyToMetadata(new TreeMap<>(Map.of("gone", "x", "_own", "kept"))))
                .containsExactly(Map.entry("_own", "kept"), Map.entry("note", "two\nlines"));
    }

    @Test
    void anEditThatContradictsItself_saysAllOfIt() {
        refuses(
                () -> VolumeEdit.of(of -> of.label("a b", "")
                        .label("x", "1")
                        .removeLabel("x")
                        .metadata("_own", "1")
                        .metadata("y", "1")
                        .removeMetadata("y")
                        .removeMetadata("_other")),
                "label key \"a b\" must be 1 to 63 letters, digits, '_', '.', '/' or '-', beginning with a letter or digit",
                "metadata key \"_own\" must not begin with '_': such keys are the control plane's own",
                "metadata key \"_other\" must not begin with '_': such keys are the control plane's own",
                "label \"x\" is both given and removed",
                "metadata \"y\" is both given and removed");
        refuses(() -> VolumeEdit.of(of -> {}), "nothing is given or removed");
    }

    @Test
    void whatWouldBeTooLongTogether_isRefused_internalMetadataNotCounted() {
        VolumeEdit edit = VolumeEdit.of(of -> of.metadata("k", "v".repeat(16_000)));
        assertThat(edit.applyToMetadata(new TreeMap<>(Map.of("_own", "v".repeat(9_000)))))
                .hasSize(2);
        refuses(
                () -> edit.applyToMetadata(new TreeMap<>(Map.of("mine", "v".repeat(1_000)))),
                "metadata is 17005 bytes together; at most 16384 are kept");
        refuses(
                () -> VolumeRequest.of(
                        of -> of.name("v").capacity(Capacity.ofGiB(1)).metadata("k", "v".repeat(16_384))),
                "metadata is 16385 bytes together; at most 16384 are kept");
    }

    @Test
    void anOptionGroupRequestNeedsANameAndAnOption() {
        refuses(
                () -> OptionGroupRequest.of(of -> of.name("-x").description("a\tb")),
                "option group name \"-x\" must be 1 to 63 letters, digits, '_', '.' or '-', beginning with a letter or"
                        + " digit",
                "description must be at most 1024 printable characters",
                "an option group has at least one option");
        OptionGroupRequest request =
                OptionGroupRequest.of(of -> of.name("mine").option("a.one", "1").options(Map.of("b.two", "2")));
        assertThat(request.options()).containsExactly(Map.entry("a.one", "1"), Map.entry("b.two", "2"));
    }

    @Test
    void aValueSaysWhereItComesFrom() {
        OptionValue inherent = OptionValue.builder().key("a").defaultValue("1").build();
        OptionValue grouped =
                OptionValue.builder().key("b").value("2").group("virt").build();
        OptionValue own =
                OptionValue.builder().key("c").value("3").defaultValue("4").build();
        VolumeOptions options = VolumeOptions.of(List.of(own, inherent, grouped));

        assertThat(options.all()).containsExactly(inherent, grouped, own);
        assertThat(options.changed()).containsExactly(grouped, own);
        assertThat(inherent.origin()).isEqualTo(OptionOrigin.DEFAULT);
        assertThat(inherent.value()).contains("1");
        assertThat(grouped.origin()).isEqualTo(OptionOrigin.GROUP);
        assertThat(grouped.group()).contains("virt");
        assertThat(own.origin()).isEqualTo(OptionOrigin.VOLUME);
        assertThat(options.find("c").orElseThrow().value()).contains("3");
        assertThat(options.find("d")).isEmpty();
        refuses(() -> OptionValue.builder().key("a").group("virt").build(), "a group without a value");
    }

    @Test
    void anOptionThatCannotBeSetSaysWhy() {
        OptionInfo.Builder option = OptionInfo.builder()
                .key("nfs.disable")
                .type(OptionType.BOOLEAN)
                .scopes(new TreeSet<>(List.of(OptionScope.MANAGEMENT)))
                .effect(OptionEffect.NONE);
        assertThat(option.build().settable()).isTrue();
        OptionInfo refused = option.refusal("there is no NFS server").build();
        assertThat(refused.settable()).isFalse();
        assertThat(refused.refusal()).contains("there is no NFS server");
        refuses(() -> OptionInfo.builder().build(), "key is required", "type is required", "effect is required");
    }
}
