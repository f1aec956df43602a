/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.option;

/**
 * Why one option is not taken.
 *
 * @param reason what kind of refusal
 * @param option its name as it was given
 * @param value the value as it was given; empty when the name alone is at fault
 * @param why what is wrong
 * @param instead what is allowed, or what to do
 */
public record OptionRefusal(Reason reason, String option, String value, String why, String instead) {

    /** The kinds of refusal. */
    public enum Reason {
        /** No option has this name. */
        UNKNOWN,
        /** Several options can be meant. */
        AMBIGUOUS,
        /** The value is none of its type, range or list. */
        BAD_VALUE,
        /** The volume's layout has no use for it. */
        WRONG_LAYOUT,
        /** Its feature is not here. */
        FEATURE_MISSING,
        /** It follows from something else, which is to be changed instead. */
        MANAGED,
        /** It would break the volume. */
        UNSAFE,
        /** It contradicts another option. */
        CONFLICT,
        /** It can no longer be changed. */
        FIXED,
        /** It is to be reset, but it is not set. */
        NOT_SET
    }

    /** One sentence or two for people: option, value, why, and what is allowed. */
    public String message() {
        String what = value.isEmpty() ? "option " + option : "option " + option + " = '" + value + "'";
        return what + ": " + why + (instead.isEmpty() ? "" : "; " + instead);
    }
}
