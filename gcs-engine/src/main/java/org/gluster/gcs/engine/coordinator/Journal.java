/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.coordinator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.gluster.gcs.engine.catalogue.Keys;
import org.gluster.gcs.engine.loop.Loop;
import org.gluster.gcs.engine.store.Store;
import org.gluster.gcs.engine.store.Store.CommitResult;
import org.gluster.gcs.engine.store.Store.Entry;
import org.gluster.gcs.engine.store.StoreException;
import org.gluster.gcs.engine.store.StoreException.Kind;
import org.gluster.gcs.engine.store.Transaction;

/**
 * Commits a change that is larger than a transaction may be, all or nothing. It is first written beside the records, in as
 * many transactions as that takes; the last of them puts a seal there, and is the commit. Then it is carried over to the
 * records, each transaction deleting what it has carried. Whoever finds one at a start deletes it when there is no seal, and
 * carries the rest over when there is: no record was touched before the seal, and so nobody can have acted on half of it.
 *
 * <p>There is one at a time: the coordinator decides nothing while one is under way. Every transaction is guarded by the
 * epoch.
 */
final class Journal {
    private static final String PUTS = Keys.JOURNAL + "put/";
    private static final String DELETES = Keys.JOURNAL + "delete/";
    private static final String SEAL = Keys.JOURNAL + "sealed";

    private final Loop loop;
    private final Store store;
    private final long epoch;
    private final int mostOperations;

    /**
     * Works for one epoch.
     *
     * @param mostOperations most of one transaction, guards included; at least 4
     */
    Journal(Loop loop, Store store, long epoch, int mostOperations) {
        this.loop = loop;
        this.store = store;
        this.epoch = epoch;
        this.mostOperations = mostOperations;
    }

    /** Whether that is too large for one transaction. */
    boolean needed(Transaction transaction) {
        return transaction.operations() > mostOperations || transaction.bytes() > Store.MAX_BYTES;
    }

    /**
     * Commits it. What the stage is answered with is the transaction that carried its events, or the last. Once a first
     * transaction went through, a failure is one of unknown outcome. Completes on the loop.
     */
    CompletionStage<CommitResult> commit(Transaction change) {
        List<Transaction> all = new ArrayList<>();
        Chunk chunk = new Chunk();
        for (var put : change.puts().entrySet()) {
            chunk = chunk.with(PUTS + put.getKey(), put.getValue(), all);
        }
        for (String key : change.deletes()) {
            chunk = chunk.with(DELETES + key, "", all);
        }
        chunk = chunk.with(SEAL, "", all);
        chunk.end(all);
        all.addAll(carriedOver(change.puts(), List.copyOf(change.deletes())));
        return commitAll(all);
    }

    /** Ends what an earlier life left, given everything below the journal's prefix. Completes on the loop. */
    CompletionStage<CommitResult> recover(List<Entry> left) {
        SortedMap<String, String> puts = new TreeMap<>();
        List<String> deletes = new ArrayList<>();
        boolean sealed = false;
        for (Entry entry : left) {
            if (entry.key().startsWith(PUTS)) {
                puts.put(entry.key().substring(PUTS.length()), entry.value());
            } else if (entry.key().startsWith(DELETES)) {
                deletes.add(entry.key().substring(DELETES.length()));
            } else {
                sealed |= entry.key().equals(SEAL);
            }
        }
        if (sealed) {
            return commitAll(carriedOver(puts, deletes));
        }
        List<Transaction> all = new ArrayList<>();
        Chunk chunk = new Chunk();
        for (Entry entry : left) {
            chunk = chunk.without(entry.key(), all);
        }
        chunk.end(all);
        return commitAll(all);
    }

    /** The seal goes with the last of them. */
    private List<Transaction> carriedOver(SortedMap<String, String> puts, List<String> deletes) {
        List<Transaction> all = new ArrayList<>();
        Chunk chunk = new Chunk();
        for (var put : puts.entrySet()) {
            chunk = chunk.carrying(put.getKey(), Optional.of(put.getValue()), all);
        }
        for (String key : deletes) {
            chunk = chunk.carrying(key, Optional.empty(), all);
        }
        chunk = chunk.without(SEAL, all);
        chunk.end(all);
        return all;
    }

    /** One transaction as it fills. */
    private final class Chunk {
        private final Transaction.Builder builder = Transaction.builder().ifUnchanged(Keys.EPOCH, epoch);
        private int operations = 1;
        private long bytes = Keys.EPOCH.length();

        Chunk with(String key, String value, List<Transaction> full) {
            Chunk there = room(1, size(key) + size(value), full);
            there.builder.put(key, value);
            return there;
        }

        Chunk without(String key, List<Transaction> full) {
            Chunk there = room(1, size(key), full);
            there.builder.delete(key);
            return there;
        }

        Chunk carrying(String key, Optional<String> value, List<Transaction> full) {
            String from = (value.isPresent() ? PUTS : DELETES) + key;
            Chunk there = room(2, size(key) + size(value.orElse("")) + size(from), full);
            if (value.isPresent()) {
                there.builder.put(key, value.get());
            } else {
                there.builder.delete(key);
            }
            there.builder.delete(from);
            return there;
        }

        private Chunk room(int more, long size, List<Transaction> full) {
            Chunk there = this;
            if (operations > 1 && (operations + more > mostOperations || bytes + size > Store.MAX_BYTES)) {
                end(full);
                there = new Chunk();
            }
            there.operations += more;
            there.bytes += size;
            return there;
        }

        void end(List<Transaction> full) {
            full.add(builder.build());
        }

        private long size(String text) {
            return text.getBytes(StandardCharsets.UTF_8).length;
        }
    }

    private CompletionStage<CommitResult> commitAll(List<Transaction> all) {
        CompletableFuture<CommitResult> done = new CompletableFuture<>();
        commitFrom(all, 0, Optional.empty(), done);
        return done;
    }

    private void commitFrom(
            List<Transaction> all, int at, Optional<CommitResult> withEvents, CompletableFuture<CommitResult> done) {
        Transaction next = all.get(at);
        store.commit(next)
                .whenComplete((result, failure) -> loop.execute(() -> {
                    if (failure != null) {
                        done.completeExceptionally(
                                at == 0
                                        ? failure
                                        : new StoreException(
                                                Kind.UNKNOWN_OUTCOME,
                                                "a change of several transactions broke off",
                                                failure));
                    } else if (!(result instanceof CommitResult.Committed)) {
                        done.complete(result);
                    } else {
                        boolean events = next.puts().keySet().stream().anyMatch(key -> key.startsWith(Keys.EVENTS));
                        Optional<CommitResult> told = events ? Optional.of(result) : withEvents;
                        if (at + 1 == all.size()) {
                            done.complete(told.orElse(result));
                        } else {
                            commitFrom(all, at + 1, told, done);
                        }
                    }
                }));
    }
}
