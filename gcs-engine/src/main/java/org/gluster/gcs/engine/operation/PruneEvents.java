/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.operation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.gluster.gcs.engine.catalogue.Draft;
import org.gluster.gcs.engine.catalogue.FloorRecord;
import org.gluster.gcs.engine.catalogue.Keys;
import org.gluster.gcs.engine.catalogue.Stored;
import org.gluster.gcs.engine.catalogue.View;
import org.gluster.gcs.engine.coordinator.Decision;

/**
 * Forgets events that are older than they are kept, and the oldest beyond a count; some dozens at a time. How far that went
 * is written down with it, so that nobody who asks for them is left without a word.
 */
public final class PruneEvents implements Decision<Boolean> {
    private static final int MOST = 10_000;
    private static final int AT_ONCE = 100;

    private final Duration keep;

    /** Forgets what is older than {@code keep}. */
    public PruneEvents(Duration keep) {
        this.keep = keep;
    }

    /** Whether there is something to forget. Cheap. */
    public static boolean due(View view, Instant now, Duration keep) {
        SortedMap<String, Long> records = view.eventRecords();
        return !records.isEmpty() && (records.size() > MOST || old(records.firstKey(), now.minus(keep)));
    }

    private static boolean old(String key, Instant limit) {
        return Keys.momentOf(key).map(at -> at.isBefore(limit)).orElse(true);
    }

    @Override
    public Boolean decide(Draft draft) {
        Instant limit = draft.now().minus(keep);
        long floor =
                draft.find(FloorRecord.class, Keys.FLOOR).map(FloorRecord::id).orElse(0L);
        List<String> forgotten = new ArrayList<>();
        int left = draft.eventRecords().size();
        for (Map.Entry<String, Long> record : draft.eventRecords().entrySet()) {
            if (forgotten.size() == AT_ONCE || (left <= MOST && !old(record.getKey(), limit))) {
                break;
            }
            forgotten.add(record.getKey());
            floor = Math.max(floor, record.getValue());
            left--;
        }
        if (!forgotten.isEmpty()) {
            forgotten.forEach(draft::delete);
            draft.put(Keys.FLOOR, new FloorRecord(Stored.SCHEMA, floor, Map.of()));
        }
        return forgotten.size() == AT_ONCE;
    }
}
