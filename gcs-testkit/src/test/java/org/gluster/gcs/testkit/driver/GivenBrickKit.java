/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.gluster.gcs.block.device.DeviceDirectory;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.DirectoryListing;
import org.gluster.gcs.gluster.brick.GivenBrick;
import org.gluster.gcs.gluster.brick.GivenBrickDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A directory that somebody gave to be a brick, on the modelled and on the real host alike. */
abstract class GivenBrickKit {
    static final int NEVER = Integer.MAX_VALUE;
    private static final UUID VOLUME = UUID.fromString("6a8d2c5e-7c11-4a0e-9a58-0d7a1f3f9b01");
    private static final String OWNER = "{\"brick\":\"b1\"}";
    private static final List<String> ATTRIBUTES = List.of(
            "trusted.gfid",
            "trusted.glusterfs.volume-id",
            "trusted.glusterfs.dht",
            "trusted.glusterfs.mdata",
            "trusted.afr.dirty",
            "trusted.afr.v1-client-0");

    private final GivenBrickDriver driver = new GivenBrickDriver();

    /** An empty directory on a file system with extended attributes. */
    abstract Path base();

    abstract Runner runner(int effects);

    abstract <R> R call(HostCall<R> call);

    Path path() {
        return base().resolve("brick");
    }

    private Path internal() {
        return path().resolve(".glusterfs");
    }

    GivenBrick want(boolean established, boolean present) {
        return want(path(), established, present);
    }

    private static GivenBrick want(Path path, boolean established, boolean present) {
        return new GivenBrick(path, "b1", VOLUME, List.of("v1-client-0"), OWNER, established, present);
    }

    private void present() {
        runner(NEVER).converge(driver, want(false, true));
    }

    private void absent() {
        runner(NEVER).converge(driver, want(false, false));
    }

    private boolean crashes(GivenBrick want, int effects) {
        try {
            runner(effects).converge(driver, want);
            return false;
        } catch (Runner.Crash crash) {
            return true;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void stoppedAfterAnyEffect_convergesToPresentAndToAbsent(boolean taken) {
        if (taken) {
            makeDirectory(path());
        }
        Runner whole = runner(NEVER);
        whole.converge(driver, want(false, true));
        assertThat(whole.effects()).isGreaterThan(6);
        absent();
        for (int effects = 0; effects <= whole.effects(); effects++) {
            assertThat(crashes(want(false, true), effects)).isEqualTo(effects < whole.effects());
            if (effects % 2 == 0) {
                present();
                assertThat(attributes(path())).containsExactly("trusted.glusterfs.volume-id");
                assertThat(call(new HostCall.ReadAttribute(internal(), "trusted.gcs.owner")))
                        .contains(OWNER);
                assertThat(call(new HostCall.ReadAttribute(path(), "trusted.gcs.owner")))
                        .as("where heal would copy it from another brick")
                        .isEmpty();
                Runner idle = runner(0);
                idle.converge(driver, want(true, true));
                assertThat(idle.effects()).isZero();
            }
            crashes(want(false, false), effects);
            absent();
            assertThat(names(base())).isEqualTo(taken ? List.of("brick") : List.of());
            assertThat(attributes(path())).isEmpty();
            assertThat(names(path())).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatClientsStoredStays_andTheMarksGo(boolean taken) {
        if (taken) {
            makeDirectory(path());
        }
        present();
        makeDirectory(path().resolve("photos"));
        write(path().resolve("photos/holiday.jpg"));
        makeDirectory(path().resolve(".glusterfs/aa"));
        write(path().resolve(".glusterfs/aa/link"));
        makeDirectory(path().resolve(".glusterfs-anonymous-inode-" + VOLUME));
        for (String attribute : ATTRIBUTES) {
            if (!attribute.equals("trusted.glusterfs.volume-id")) {
                call(new HostCall.SetAttribute(path(), attribute, "0x00"));
            }
        }

        absent();

        assertThat(names(path())).containsExactly("photos");
        assertThat(call(new HostCall.ReadFile(path().resolve("photos/holiday.jpg"), 9)))
                .contains("mine");
        assertThat(attributes(path())).isEmpty();

        call(new HostCall.Delete(path().resolve("photos/holiday.jpg")));
        call(new HostCall.Delete(path().resolve("photos")));
        present(); // emptied, it can be a brick again
    }

    @Test
    void whatCannotBeABrick_isRefusedAndLeftAsItWas() {
        write(path());
        refused(want(false, true), "should be a brick's directory, and is none");
        call(new HostCall.Delete(path()));

        makeDirectory(path());
        write(path().resolve("holiday.jpg"));
        refused(want(false, true), "already holds holiday.jpg", "name an empty directory");
        call(new HostCall.Delete(path().resolve("holiday.jpg")));

        call(new HostCall.SetAttribute(path(), "trusted.glusterfs.volume-id", "0xff"));
        refused(want(false, true), "is a brick already, of the volume with id 0xff");
        refused(want(path().resolve("below"), false, true), "lies inside " + path() + ", a brick of the volume");
        makeDirectory(path().resolve("below"));
        refused(want(path().resolve("below"), false, true), "lies inside " + path() + ", a brick of the volume");
        call(new HostCall.Delete(path().resolve("below")));
        call(new HostCall.RemoveAttribute(path(), "trusted.glusterfs.volume-id"));

        makeDirectory(internal());
        call(new HostCall.SetAttribute(internal(), "trusted.gcs.owner", "{\"brick\":\"b2\"}"));
        refused(want(false, true), "is a brick already, of {\"brick\":\"b2\"}");
        absent();
        assertThat(names(path())).containsExactly(".glusterfs"); // another's
        call(new HostCall.Delete(internal()));

        Path device = base().resolve("device");
        makeDirectory(device);
        write(device.resolve(DeviceDirectory.MARK));
        refused(want(device.resolve("brick"), false, true), "lies inside " + device + ", a device");
        call(new HostCall.Delete(device.resolve(DeviceDirectory.MARK)));
        call(new HostCall.Delete(device));

        refused(
                want(base().resolve("no/brick"), false, true),
                "cannot be made, since there is no directory " + base().resolve("no"));
        refused(want(true, true), "has lost its owner tag", "mount it. Nothing was written there");
        call(new HostCall.Delete(path()));
        refused(want(true, true), "has lost its place", "mount it. Nothing was written there");
        assertThat(names(base())).isEmpty();
    }

    void refused(GivenBrick want, String... why) {
        List<String> before = new ArrayList<>(names(base()));
        assertThatThrownBy(() -> runner(NEVER).converge(driver, want))
                .isInstanceOf(AssertionError.class)
                .message()
                .contains(want.path().toString())
                .contains(why);
        runner(NEVER).converge(driver, want(want.path(), false, false));
        assertThat(names(base())).isEqualTo(before);
    }

    private void makeDirectory(Path path) {
        call(new HostCall.MakeDirectory(path, "rwxr-xr-x"));
    }

    private void write(Path path) {
        call(new HostCall.WriteFile(path, "mine", "rw-------"));
    }

    private List<String> attributes(Path path) {
        return ATTRIBUTES.stream()
                .filter(name -> call(new HostCall.ReadAttribute(path, name)).isPresent())
                .toList();
    }

    private List<String> names(Path directory) {
        return call(new HostCall.ListDirectory(directory, 100))
                .map(DirectoryListing::names)
                .orElse(List.of());
    }
}
