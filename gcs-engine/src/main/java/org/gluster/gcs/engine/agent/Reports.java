/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.agent;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gluster.gcs.engine.catalogue.Codec;
import org.gluster.gcs.engine.catalogue.Keys;
import org.gluster.gcs.engine.catalogue.StatusRecord;
import org.gluster.gcs.engine.catalogue.Subject;
import org.gluster.gcs.engine.loop.Loop;
import org.gluster.gcs.engine.store.Store;
import org.gluster.gcs.engine.store.Store.CommitResult;
import org.gluster.gcs.engine.store.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one agent has to report, many subjects in one transaction. Each report is guarded by the very revision of the
 * record it is about: a report can never outlive its subject, nor speak of an intent that has passed.
 */
final class Reports {
    private static final Logger log = LoggerFactory.getLogger(Reports.class);
    private static final Duration RETRY = Duration.ofMillis(200);
    private static final int AT_ONCE = 40;

    private record Report(Subject subject, long revision, StatusRecord status) {}

    private final Loop loop;
    private final Store store;
    private final String node;
    private final TreeMap<String, Report> waiting = new TreeMap<>();
    private final TreeMap<String, StatusRecord> stored = new TreeMap<>();
    private boolean busy;
    private boolean closed;

    Reports(Loop loop, Store store, String node) {
        this.loop = loop;
        this.store = store;
        this.node = node;
    }

    /** Says this about a subject, unless it was said last. */
    void report(Subject subject, long revision, StatusRecord status) {
        String key = Keys.status(node, subject);
        if (waiting.containsKey(key) || !status.equals(stored.get(key))) {
            waiting.put(key, new Report(subject, revision, status));
            flush();
        }
    }

    /** What an earlier incarnation said last. */
    void remember(String key, StatusRecord status) {
        stored.put(key, status);
    }

    /** What was said last about a subject, by an earlier incarnation too, as far as it is known to be stored. */
    Optional<StatusRecord> last(Subject subject) {
        return Optional.ofNullable(stored.get(Keys.status(node, subject)));
    }

    /** The subject's record is gone: nothing is to be said about it any more. */
    void forget(Subject subject) {
        waiting.remove(Keys.status(node, subject));
        stored.remove(Keys.status(node, subject));
    }

    void close() {
        closed = true;
        waiting.clear();
    }

    private void flush() {
        if (busy || closed || waiting.isEmpty()) {
            return;
        }
        busy = true;
        Map<String, Report> sent = new TreeMap<>();
        Transaction.Builder transaction = Transaction.builder();
        for (var entry : waiting.entrySet()) {
            if (sent.size() == AT_ONCE) {
                break;
            }
            Report report = entry.getValue();
            sent.put(entry.getKey(), report);
            transaction
                    .ifUnchanged(report.subject().key(), report.revision())
                    .put(entry.getKey(), Codec.STATUS.write(report.status()));
        }
        store.commit(transaction.build())
                .whenComplete((result, failure) -> loop.execute(() -> {
                    busy = false;
                    if (failure != null) {
                        log.debug("reports of {} were not taken, trying again", node, failure);
                        loop.after(RETRY, this::flush);
                        return;
                    }
                    if (result instanceof CommitResult.Refused refused) {
                        // the record moved on: what there is to say about it now is said when its change arrives here
                        sent.entrySet()
                                .removeIf(entry -> !entry.getValue()
                                        .subject()
                                        .key()
                                        .equals(refused.guard().key()));
                    }
                    if (result instanceof CommitResult.Committed) {
                        sent.forEach((key, report) -> stored.put(key, report.status()));
                    }
                    sent.forEach(waiting::remove); // unless replaced meanwhile
                    flush();
                }));
    }
}
