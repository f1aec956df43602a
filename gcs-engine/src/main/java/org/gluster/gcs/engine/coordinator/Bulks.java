/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.coordinator;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.catalogue.OperationRecord.Member;
import org.gluster.gcs.engine.catalogue.View;
import org.gluster.gcs.engine.operation.BulkSettle;

/**
 * Which operations of several changes together still run, and what they wait for; derived from the records, so that the end
 * of one change costs the same however many there are. Used on the coordinator's loop.
 */
final class Bulks {
    private final SortedMap<String, SortedSet<String>> awaited = new TreeMap<>();
    private final SortedMap<String, SortedSet<String>> awaiting = new TreeMap<>();

    void clear() {
        awaited.clear();
        awaiting.clear();
    }

    /** This operation was loaded or changed; answers which ones are to be settled for it. */
    List<String> changed(View view, OperationRecord operation) {
        if (operation.bulk()) {
            return own(view, operation);
        }
        List<String> due = new ArrayList<>();
        for (String id : List.copyOf(awaiting.getOrDefault(operation.id(), new TreeSet<>()))) {
            SortedSet<String> open = awaited.getOrDefault(id, new TreeSet<>());
            if (operation.terminal()) {
                open.remove(operation.id());
                forget(operation.id(), id);
            }
            if (open.isEmpty()
                    || view.operation(id)
                            .filter(bulk -> BulkSettle.breaks(bulk, operation))
                            .isPresent()) {
                due.add(id);
            }
        }
        return due;
    }

    private List<String> own(View view, OperationRecord bulk) {
        SortedSet<String> before = awaited.remove(bulk.id());
        if (before != null) {
            before.forEach(member -> forget(member, bulk.id()));
        }
        if (bulk.terminal()) {
            return List.of();
        }
        SortedSet<String> open = new TreeSet<>();
        boolean broken = false;
        for (Member member : bulk.members()) {
            if (!BulkSettle.ended(view, member)) {
                open.add(member.awaited());
                awaiting.computeIfAbsent(member.awaited(), id -> new TreeSet<>())
                        .add(bulk.id());
            }
            broken |= view.operation(member.operation())
                    .filter(own -> BulkSettle.breaks(bulk, own))
                    .isPresent();
        }
        awaited.put(bulk.id(), open);
        return open.isEmpty() || broken ? List.of(bulk.id()) : List.of();
    }

    private void forget(String member, String bulk) {
        SortedSet<String> those = awaiting.get(member);
        if (those != null) {
            those.remove(bulk);
            if (those.isEmpty()) {
                awaiting.remove(member);
            }
        }
    }
}
