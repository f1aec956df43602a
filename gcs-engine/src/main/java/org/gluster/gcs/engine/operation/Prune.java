/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.operation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.gluster.gcs.engine.catalogue.Draft;
import org.gluster.gcs.engine.catalogue.KeyRecord;
import org.gluster.gcs.engine.catalogue.Keys;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.coordinator.Decision;

/**
 * Forgets operations that ended and idempotency keys whose resource has been gone for longer than they are kept, and the
 * oldest of them beyond a count; at most a few dozen at a time. Answers whether there may be more.
 */
public final class Prune implements Decision<Boolean> {
    private static final int AT_ONCE = 50;

    private final Duration keep;
    private final int most;

    /** Forgets what is older than {@code keep}, and all beyond the newest {@code most}. */
    public Prune(Duration keep, int most) {
        this.keep = keep;
        this.most = most;
    }

    @Override
    public Boolean decide(Draft draft) {
        Instant limit = draft.now().minus(keep);
        List<OperationRecord> ended = new ArrayList<>(draft.operations().values());
        TreeSet<String> needed = new TreeSet<>(); // what came of these is not kept elsewhere yet
        ended.stream()
                .filter(operation -> operation.bulk() && !operation.terminal())
                .flatMap(operation -> operation.members().stream())
                .forEach(member -> {
                    needed.add(member.operation());
                    needed.add(member.undo());
                });
        ended.removeIf(operation -> !operation.terminal() || needed.contains(operation.id()));
        ended.sort(Comparator.comparing(operation -> Instant.parse(operation.completedAt())));
        int forgotten = 0;
        for (int i = 0; i < ended.size() && forgotten < AT_ONCE; i++) {
            OperationRecord operation = ended.get(i);
            if (ended.size() - i > most
                    || Instant.parse(operation.completedAt()).isBefore(limit)) {
                draft.delete(Keys.operation(operation.id()));
                forgotten++;
            }
        }
        List<Map.Entry<String, KeyRecord>> released =
                new ArrayList<>(draft.all(KeyRecord.class, Keys.IDEMPOTENCY).entrySet());
        released.removeIf(key -> key.getValue().releasedAt().isEmpty());
        released.sort(Comparator.comparing(key -> Instant.parse(key.getValue().releasedAt())));
        for (int i = 0; i < released.size() && forgotten < AT_ONCE; i++) {
            Map.Entry<String, KeyRecord> key = released.get(i);
            if (released.size() - i > most
                    || Instant.parse(key.getValue().releasedAt()).isBefore(limit)) {
                draft.delete(key.getKey());
                forgotten++;
            }
        }
        return forgotten == AT_ONCE;
    }
}
