/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.option;

/** What a name of an option stands for. */
public sealed interface OptionName {

    /**
     * An option of the table.
     *
     * @param option the option
     */
    record Known(VolumeOption option) implements OptionName {}

    /**
     * A key of the user's own, {@code user.*}: kept with the volume, without effect.
     *
     * @param key the key
     */
    record User(String key) implements OptionName {}

    /**
     * Nothing, or nothing that can be set here.
     *
     * @param refusal why
     */
    record Refused(OptionRefusal refusal) implements OptionName {}
}
