/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.workload;

import org.gluster.gcs.volume.Volume;

/**
 * What may be there under a name.
 *
 * @param id the volume's id, {@code ?} while it is not known
 * @param option the value of the option that is changed, nothing when it was never set
 * @param note the value of the metadata that is changed, nothing when it was never set
 */
record Believed(boolean present, String id, Phase phase, String option, String note) {
    static final String UNKNOWN = "?";
    static final Believed ABSENT = new Believed(false, "", Phase.CREATED, "", "");

    enum Phase {
        CREATED,
        STARTED,
        STOPPED
    }

    static Believed created() {
        return new Believed(true, UNKNOWN, Phase.CREATED, "", "");
    }

    Believed in(Phase next) {
        return new Believed(present, id, next, option, note);
    }

    Believed withOption(String value) {
        return new Believed(present, id, phase, value, note);
    }

    Believed withNote(String value) {
        return new Believed(present, id, phase, option, value);
    }

    Believed known(String volumeId) {
        return new Believed(present, volumeId, phase, option, note);
    }

    /** Whether that is what was read. */
    boolean matches(Volume volume, String optionKey) {
        return present
                && (id.equals(UNKNOWN) || id.equals(volume.id().toString()))
                && phase.name().equals(volume.state().name())
                && option.equals(option(volume, optionKey))
                && note.equals(volume.metadata().getOrDefault(NameHistory.NOTE, ""));
    }

    static String option(Volume volume, String optionKey) {
        return volume.options().entrySet().stream()
                .filter(each -> each.getKey().equals(optionKey) || each.getKey().endsWith("/" + optionKey))
                .map(java.util.Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    static String shown(Volume volume, String optionKey) {
        return volume.state() + " id=" + volume.id() + " option=" + option(volume, optionKey) + " note="
                + volume.metadata().getOrDefault(NameHistory.NOTE, "");
    }

    @Override
    public String toString() {
        return present ? phase + " id=" + id + " option=" + option + " note=" + note : "absent";
    }
}
