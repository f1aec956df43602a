/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.option;

import org.gluster.gcs.Incubating;

/** What the values of an option are. */
@Incubating(since = "0.1.0")
public enum OptionType {
    /** {@code on} or {@code off}; GlusterFS takes {@code yes}, {@code true}, {@code enable}, {@code 1} and their opposites too. */
    BOOLEAN,

    /** A whole number. */
    INTEGER,

    /** A number, with decimals or without. */
    DECIMAL,

    /** Bytes, with a unit or without, such as {@code 128KB}. */
    SIZE,

    /** A number from 0 to 100, with {@code %} or without. */
    PERCENT,

    /** Bytes or a share, such as {@code 10GB} or {@code 10%}. */
    SIZE_OR_PERCENT,

    /** A time, with a unit or without, such as {@code 600} or {@code 10min}. */
    TIME,

    /** One of {@link OptionInfo#choices()}. */
    CHOICE,

    /** An absolute path. */
    PATH,

    /** A host name, an address or a list of them. */
    ADDRESS,

    /** Any text. */
    TEXT
}
