/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.assembly;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.gluster.gcs.Telemetry;
import org.gluster.gcs.engine.catalogue.Codec;
import org.gluster.gcs.engine.catalogue.Keys;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.store.Store;
import org.gluster.gcs.engine.store.StoreException;
import org.gluster.gcs.engine.store.Transaction;

/**
 * A store that tells {@link Telemetry} of its transactions, and by what they write, of operations: one begins when its record is
 * about to be written first, and ends when a record of its end has been.
 */
final class ToldStore implements Store {
    private final Store store;
    private final Telemetry telemetry;
    private final Map<String, Telemetry.Scope> running = new TreeMap<>();

    private ToldStore(Store store, Telemetry telemetry) {
        this.store = store;
        this.telemetry = telemetry;
    }

    /** The store itself when nobody is to be told. */
    static Store of(Store store, Telemetry telemetry) {
        return telemetry.equals(Telemetry.noop()) ? store : new ToldStore(store, telemetry);
    }

    @Override
    public CompletionStage<CommitResult> commit(Transaction transaction) {
        List<OperationRecord> operations = operations(transaction);
        begin(operations);
        List<Telemetry.Scope> told = tell(transaction, operations);
        return store.commit(transaction).whenComplete((result, failure) -> {
            Throwable problem = failure != null
                    ? failure
                    : result instanceof CommitResult.Refused refused
                            ? new IllegalStateException(refused.guard().key() + " has changed meanwhile")
                            : null;
            if (problem == null) {
                told.forEach(Telemetry.Scope::end);
                end(operations);
            } else {
                told.forEach(scope -> scope.fail(problem));
            }
        });
    }

    private static List<OperationRecord> operations(Transaction transaction) {
        List<OperationRecord> found = new ArrayList<>();
        for (var put : transaction.puts().tailMap(Keys.OPERATIONS).entrySet()) {
            if (!put.getKey().startsWith(Keys.OPERATIONS)) {
                break;
            }
            try {
                found.add(Codec.OPERATION.read(put.getKey(), put.getValue()));
            } catch (StoreException notOurs) {
                // What cannot be read is nobody's to time.
            }
        }
        return found;
    }

    private synchronized void begin(List<OperationRecord> operations) {
        for (OperationRecord operation : operations) {
            if (!operation.terminal()) {
                running.computeIfAbsent(
                        operation.id(),
                        id -> telemetry.begin(
                                Timelines.OPERATION,
                                operation.kind(),
                                new TreeMap<>(
                                        Map.of(Timelines.OPERATION, id, Timelines.SUBJECT, operation.subject()))));
            }
        }
    }

    private synchronized void end(List<OperationRecord> operations) {
        for (OperationRecord operation : operations) {
            Telemetry.Scope scope = operation.terminal() ? running.remove(operation.id()) : null;
            if (scope != null) {
                scope.end();
            }
        }
    }

    private List<Telemetry.Scope> tell(Transaction transaction, List<OperationRecord> operations) {
        String node = transaction.puts().tailMap(Keys.STATUS).keySet().stream()
                .findFirst()
                .filter(key -> key.startsWith(Keys.STATUS))
                .map(key -> key.substring(Keys.STATUS.length(), key.indexOf('/', Keys.STATUS.length())))
                .orElse("");
        String what = !node.isEmpty() ? "report" : "commit";
        String detail = transaction.puts().size() + " puts, "
                + transaction.deletes().size() + " deletes, "
                + transaction.guards().size() + " guards";
        TreeSet<String> subjects = new TreeSet<>();
        transaction.guards().forEach(guard -> subjects.add(guard.key()));
        subjects.addAll(transaction.puts().keySet());
        subjects.addAll(transaction.deletes());
        List<Telemetry.Scope> told = new ArrayList<>();
        for (OperationRecord operation : operations) {
            subjects.remove(operation.subject());
            told.add(begin(what, node, detail, Timelines.OPERATION, operation.id()));
        }
        for (String subject : subjects) {
            if (subject.startsWith(Keys.VOLUMES)
                    || subject.startsWith(Keys.DEVICES)
                    || subject.startsWith(Keys.PEERS)) {
                told.add(begin(what, node, detail, Timelines.SUBJECT, subject));
            }
        }
        return told;
    }

    private Telemetry.Scope begin(String what, String node, String detail, String by, String value) {
        return telemetry.begin("store", what, new TreeMap<>(Map.of("node", node, "detail", detail, by, value)));
    }

    @Override
    public CompletionStage<Optional<Entry>> get(String key) {
        return store.get(key);
    }

    @Override
    public CompletionStage<Page> range(String prefix, String after, int limit) {
        return store.range(prefix, after, limit);
    }

    @Override
    public Watch watch(String prefix, long fromRevision, WatchListener listener) {
        return store.watch(prefix, fromRevision, listener);
    }

    @Override
    public CompletionStage<Lease> grant(Duration timeToLive) {
        return store.grant(timeToLive);
    }

    @Override
    public CompletionStage<Boolean> keepAlive(Lease lease) {
        return store.keepAlive(lease);
    }

    @Override
    public CompletionStage<Boolean> revoke(Lease lease) {
        return store.revoke(lease);
    }

    @Override
    public void close() {
        store.close();
    }
}
