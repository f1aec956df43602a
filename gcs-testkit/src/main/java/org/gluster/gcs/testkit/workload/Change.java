/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.workload;

import java.util.List;
import org.gluster.gcs.testkit.workload.Believed.Phase;

/**
 * One change of one volume, with what it would make of what is there.
 *
 * @param value the option's or the metadata's new value, or for a delete {@code stopFirst} or nothing
 */
record Change(Kind kind, String value) {
    static final String STOP_FIRST = "stopFirst";

    enum Kind {
        CREATE,
        START,
        STOP,
        DELETE,
        OPTION,
        EDIT
    }

    /** What is there when it was done; empty when it cannot be done then. */
    List<Believed> done(Believed before) {
        if (kind == Kind.CREATE) {
            return before.present() ? List.of() : List.of(Believed.created());
        }
        if (!before.present()) {
            return List.of();
        }
        return switch (kind) {
            case START -> List.of(before.in(Phase.STARTED));
            case STOP -> List.of(before.phase() == Phase.CREATED ? before : before.in(Phase.STOPPED));
            case DELETE ->
                before.phase() == Phase.STARTED && !value.equals(STOP_FIRST) ? List.of() : List.of(Believed.ABSENT);
            case OPTION -> List.of(before.withOption(value));
            case EDIT -> List.of(before.withNote(value));
            case CREATE -> throw new IllegalStateException();
        };
    }

    /** What may be there while it is done, or when it was given up halfway. */
    List<Believed> halfway(Believed before) {
        boolean stopping = kind == Kind.DELETE && before.phase() == Phase.STARTED && value.equals(STOP_FIRST);
        return before.present() && stopping ? List.of(before.in(Phase.STOPPED)) : List.of();
    }

    @Override
    public String toString() {
        return value.isEmpty() ? kind.name() : kind + "(" + value + ")";
    }
}
