/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.volfile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A graph that is still being written, bottom first. */
final class DraftGraph {
    private final String volume;
    private final List<Draft> drafts = new ArrayList<>();

    DraftGraph(String volume) {
        this.volume = volume;
    }

    /** Adds one that knows what it stands over. */
    Draft add(Draft draft) {
        drafts.add(draft);
        return draft;
    }

    /** Adds one on top of the last, called {@code VOLUME-TYPE}. */
    Draft put(String type) {
        return putAs(volume + type.substring(type.indexOf('/')).replace('/', '-'), type);
    }

    /** Adds one on top of the last. */
    Draft putAs(String name, String type) {
        Draft draft = new Draft(name, type);
        if (!drafts.isEmpty()) {
            draft.over(List.of(drafts.get(drafts.size() - 1).name()));
        }
        return add(draft);
    }

    List<Draft> drafts() {
        return Collections.unmodifiableList(drafts);
    }

    Graph build() {
        return Graph.of(drafts.stream().map(Draft::finished).toList());
    }
}
