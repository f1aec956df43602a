/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.agent;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.gluster.gcs.engine.catalogue.Codec;
import org.gluster.gcs.engine.catalogue.EventRecord;
import org.gluster.gcs.engine.catalogue.EventRecord.Happening;
import org.gluster.gcs.engine.catalogue.Keys;
import org.gluster.gcs.engine.catalogue.StatusRecord;
import org.gluster.gcs.engine.catalogue.Subject;
import org.gluster.gcs.engine.loop.Loop;
import org.gluster.gcs.engine.store.Store;
import org.gluster.gcs.engine.store.Store.CommitResult;
import org.gluster.gcs.engine.store.Transaction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one agent has to report, many subjects in one transaction. Each report is guarded by the very revision of the
 * record it is about: a report can never outlive its subject, nor speak of an intent that has passed. What is stored
 * already is not said again.
 *
 * <p>A report goes out at once when nothing else is under way on the node. While other work is, it waits for what that
 * comes to, at most {@link #LINGER}: so many changes at once share their transactions, and a single one waits for nobody.
 */
final class Reports {
    private static final Logger log = LoggerFactory.getLogger(Reports.class);
    private static final Duration RETRY = Duration.ofMillis(200);
    private static final Duration LINGER = Duration.ofMillis(20);
    private static final int MANY = Store.MAX_OPERATIONS / 2; // each is a guard and a put at least

    private record Report(Subject subject, long revision, StatusRecord status) {}

    private final Loop loop;
    private final Store store;
    private final String node;
    private final BooleanSupplier moreUnderWay;
    private final TreeMap<String, Report> waiting = new TreeMap<>();
    private final TreeMap<String, StatusRecord> stored = new TreeMap<>();

    /** Where the events of a report are written, as long as it is not known to be taken. */
    private final TreeMap<String, String> eventKeys = new TreeMap<>();

    /** What was sent and may have been taken. */
    private final TreeMap<String, StatusRecord> doubtful = new TreeMap<>();

    private long nextEvent;
    private boolean busy;
    private boolean closed;
    private Loop.@Nullable Cancellable lingering;

    /**
     * Makes one.
     *
     * @param moreUnderWay whether other work is under way on this node, which will have its own to report
     */
    Reports(Loop loop, Store store, String node, BooleanSupplier moreUnderWay) {
        this.loop = loop;
        this.store = store;
        this.node = node;
        this.moreUnderWay = moreUnderWay;
    }

    /** Says this about a subject, unless it was said last. */
    void report(Subject subject, long revision, StatusRecord status) {
        String key = Keys.status(node, subject);
        StatusRecord before = stored.get(key);
        if (waiting.containsKey(key) || before == null || !status.saysTheSameAs(before)) {
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
        String key = Keys.status(node, subject);
        waiting.remove(key);
        stored.remove(key);
        eventKeys.remove(key);
        doubtful.remove(key);
    }

    void close() {
        closed = true;
        waiting.clear();
    }

    /** Sends what waits, or lingers for more of it. */
    private void flush() {
        if (waiting.size() >= MANY || !moreUnderWay.getAsBoolean()) {
            send();
        } else if (lingering == null && !busy && !closed && !waiting.isEmpty()) {
            lingering = loop.after(LINGER, () -> {
                lingering = null;
                send();
            });
        }
    }

    private void send() {
        if (busy || closed || waiting.isEmpty()) {
            return;
        }
        if (lingering != null) {
            lingering.cancel();
            lingering = null;
        }
        busy = true;
        Map<String, Report> sent = new TreeMap<>();
        Transaction.Builder transaction = Transaction.builder();
        int bytes = 0;
        int operations = 0;
        int happened = 0;
        for (var entry : waiting.entrySet()) {
            String key = entry.getKey();
            Report report = entry.getValue();
            String text = Codec.STATUS.write(report.status());
            List<Happening> events = ReportedEvents.between(node, report.subject(), stored.get(key), report.status());
            String told = events.isEmpty()
                    ? ""
                    : Codec.EVENT.write(EventRecord.of(loop.now().toString(), happened, events));
            bytes += size(report.subject().key()) + size(key) + size(text) + size(told);
            operations += events.isEmpty() ? 2 : 4;
            if (!sent.isEmpty() && (operations > Store.MAX_OPERATIONS || bytes > Store.MAX_BYTES)) {
                break;
            }
            sent.put(key, report);
            transaction.ifUnchanged(report.subject().key(), report.revision()).put(key, text);
            if (!events.isEmpty()) {
                happened += events.size();
                String eventKey =
                        eventKeys.computeIfAbsent(key, absent -> Keys.event(loop.now(), node + "-" + nextEvent++));
                transaction.ifAbsent(eventKey).put(eventKey, told);
            }
        }
        store.commit(transaction.build())
                .whenComplete((result, failure) -> loop.execute(() -> {
                    busy = false;
                    if (failure != null) {
                        log.debug("reports of {} were not taken, trying again", node, failure);
                        sent.forEach((key, report) -> doubtful.put(key, report.status()));
                        loop.after(RETRY, this::send);
                    } else if (result instanceof CommitResult.Refused refused) {
                        refused(sent, refused.guard().key());
                        send();
                    } else {
                        sent.forEach(this::taken);
                        flush();
                    }
                }));
    }

    private void taken(String key, Report report) {
        eventKeys.remove(key);
        doubtful.remove(key);
        if (waiting.containsKey(key)) { // or its subject was forgotten meanwhile
            stored.put(key, report.status());
            waiting.remove(key, report); // unless replaced meanwhile
        }
    }

    private void refused(Map<String, Report> sent, String guard) {
        if (guard.startsWith(Keys.EVENTS)) { // what was sent before, and not answered, was taken: its events are told
            for (String key : sent.keySet()) {
                if (guard.equals(eventKeys.get(key))) {
                    eventKeys.remove(key);
                    StatusRecord before = doubtful.remove(key);
                    if (before != null) {
                        stored.put(key, before);
                    }
                }
            }
            return;
        }
        // the record moved on: what there is to say about it now is said when its change arrives here
        sent.forEach((key, report) -> {
            if (report.subject().key().equals(guard)) {
                waiting.remove(key, report);
            }
        });
    }

    private static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
