/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import org.gluster.gcs.engine.store.Store.CommitResult;
import org.gluster.gcs.engine.store.Store.Entry;
import org.gluster.gcs.engine.store.Store.Event;
import org.gluster.gcs.engine.store.Store.Guard;
import org.gluster.gcs.engine.store.Store.Lease;
import org.gluster.gcs.engine.store.Store.Page;
import org.jspecify.annotations.Nullable;

/**
 * What a store knows: entries, leases, the revision and a bounded history. Changes are provisional until
 * {@link #settle} and can be taken back with {@link #rollback}. No clock, no threads; not thread-safe.
 */
final class StoreState {
    /** An entry and the lease it hangs on, 0 for none. */
    record Held(Entry entry, long lease) {}

    /** A running lease. */
    record Term(Duration timeToLive, Instant deadline) {}

    /** What stood somewhere before provisional changes. */
    private record Before<T>(@Nullable T value) {}

    private final NavigableMap<String, Held> entries;
    private final NavigableMap<Long, Term> leases = new TreeMap<>();
    private final Deque<Event> history;
    private final int historyLimit;
    private long historyFrom;
    private long revision;
    private long lastLease;

    private final NavigableMap<String, Before<Held>> entriesBefore = new TreeMap<>(Keys.ORDER);
    private final NavigableMap<Long, Before<Term>> leasesBefore = new TreeMap<>();
    private final List<Event> fresh = new ArrayList<>();
    private long settledRevision;
    private long settledLease;

    /** An empty state that remembers at least the last {@code historyLimit} changes. */
    StoreState(int historyLimit) {
        this.entries = new TreeMap<>(Keys.ORDER);
        this.history = new ArrayDeque<>();
        this.historyLimit = historyLimit;
        this.historyFrom = 1;
    }

    /** A copy of what is settled in another state, without its leases. */
    StoreState(StoreState other) {
        if (other.isChanged()) {
            throw new IllegalStateException("The state to copy has provisional changes");
        }
        entries = new TreeMap<>(other.entries);
        entries.replaceAll((key, held) -> held.lease() == 0 ? held : new Held(held.entry(), 0));
        history = new ArrayDeque<>(other.history);
        historyLimit = other.historyLimit;
        historyFrom = other.historyFrom;
        revision = settledRevision = other.revision;
        lastLease = settledLease = other.lastLease;
    }

    /** Takes over what was read from a file, into an empty state; history begins afterwards. */
    void load(Collection<Held> held, NavigableMap<Long, Term> terms, long atRevision, long atLease) {
        held.forEach(one -> entries.put(one.entry().key(), one));
        leases.putAll(terms);
        revision = settledRevision = atRevision;
        lastLease = settledLease = atLease;
        historyFrom = atRevision + 1;
    }

    long revision() {
        return revision;
    }

    long lastLease() {
        return lastLease;
    }

    NavigableMap<String, Held> entries() {
        return Collections.unmodifiableNavigableMap(entries);
    }

    NavigableMap<Long, Term> leases() {
        return Collections.unmodifiableNavigableMap(leases);
    }

    Optional<Entry> get(String key) {
        return Optional.ofNullable(entries.get(key)).map(Held::entry);
    }

    Page range(String prefix, String after, int limit) {
        List<Entry> page = new ArrayList<>();
        boolean more = false;
        NavigableMap<String, Held> tail =
                Keys.ORDER.compare(after, prefix) < 0 ? entries.tailMap(prefix, true) : entries.tailMap(after, false);
        for (Held held : tail.values()) {
            if (!held.entry().key().startsWith(prefix)) {
                break;
            }
            if (page.size() == limit) {
                more = true;
                break;
            }
            page.add(held.entry());
        }
        return new Page(page, more, revision);
    }

    CommitResult commit(Transaction transaction) {
        for (Guard guard : transaction.guards()) {
            if (!holds(guard)) {
                return new CommitResult.Refused(guard, revision);
            }
        }
        long lease = transaction.lease().map(Lease::id).orElse(0L);
        if (lease != 0 && !leases.containsKey(lease)) {
            throw new StoreException(
                    StoreException.Kind.LEASE_ENDED,
                    "Lease " + lease + " of the transaction has ended: grant another and try again");
        }
        if (transaction.puts().isEmpty() && transaction.deletes().stream().noneMatch(entries::containsKey)) {
            return new CommitResult.Committed(revision);
        }
        revision++;
        transaction.puts().forEach((key, value) -> put(key, value, lease));
        transaction.deletes().forEach(this::delete);
        return new CommitResult.Committed(revision);
    }

    private boolean holds(Guard guard) {
        Held held = entries.get(guard.key());
        if (guard instanceof Guard.Unchanged unchanged) {
            return held != null && held.entry().modRevision() == unchanged.modRevision();
        }
        return held == null;
    }

    private void put(String key, String value, long lease) {
        Held old = entries.get(key);
        Entry entry = new Entry(key, value, old == null ? revision : old.entry().createRevision(), revision);
        entries.put(key, new Held(entry, lease));
        entriesBefore.putIfAbsent(key, new Before<>(old));
        fresh.add(new Event(key, Optional.of(entry), revision));
    }

    private void delete(String key) {
        Held old = entries.remove(key);
        if (old != null) {
            entriesBefore.putIfAbsent(key, new Before<>(old));
            fresh.add(new Event(key, Optional.empty(), revision));
        }
    }

    Lease grant(Duration timeToLive, Instant now) {
        long id = ++lastLease;
        leases.put(id, new Term(timeToLive, now.plus(timeToLive)));
        leasesBefore.put(id, new Before<>(null));
        return new Lease(id, timeToLive);
    }

    boolean keepAlive(long id, Instant now) {
        return leases.computeIfPresent(id, (key, term) -> new Term(term.timeToLive(), now.plus(term.timeToLive())))
                != null;
    }

    /** Ends a lease and deletes what hangs on it, in one revision; {@code false} when it had ended already. */
    boolean end(long id) {
        Term term = leases.remove(id);
        if (term == null) {
            return false;
        }
        leasesBefore.putIfAbsent(id, new Before<>(term));
        List<String> keys = entries.values().stream()
                .filter(held -> held.lease() == id)
                .map(held -> held.entry().key())
                .toList();
        if (!keys.isEmpty()) {
            revision++;
            keys.forEach(this::delete);
        }
        return true;
    }

    /** Ends the leases whose time is over. */
    void expire(Instant now) {
        List<Long> over = leases.entrySet().stream()
                .filter(lease -> !lease.getValue().deadline().isAfter(now))
                .map(Map.Entry::getKey)
                .toList();
        over.forEach(this::end);
    }

    /** When the next lease ends, if there is one. */
    Optional<Instant> nextDeadline() {
        return leases.values().stream().map(Term::deadline).min(Instant::compareTo);
    }

    /** Whether there are provisional changes. */
    boolean isChanged() {
        return !entriesBefore.isEmpty() || !leasesBefore.isEmpty();
    }

    /** Keys with provisional changes. */
    SortedSet<String> changedKeys() {
        return Collections.unmodifiableSortedSet(entriesBefore.navigableKeySet());
    }

    /** Leases granted or ended provisionally. */
    SortedSet<Long> changedLeases() {
        return Collections.unmodifiableSortedSet(leasesBefore.navigableKeySet());
    }

    /** Makes provisional changes final and answers them, in order. */
    List<Event> settle() {
        List<Event> events = List.copyOf(fresh);
        history.addAll(events);
        while (history.size() > historyLimit) {
            historyFrom = history.removeFirst().revision() + 1;
            while (!history.isEmpty() && history.getFirst().revision() < historyFrom) {
                history.removeFirst();
            }
        }
        forgetBefore();
        settledRevision = revision;
        settledLease = lastLease;
        return events;
    }

    /** Takes provisional changes back. */
    void rollback() {
        entriesBefore.forEach((key, before) -> restore(entries, key, before.value()));
        leasesBefore.forEach((id, before) -> restore(leases, id, before.value()));
        forgetBefore();
        revision = settledRevision;
        lastLease = settledLease;
    }

    private static <K, V> void restore(NavigableMap<K, V> map, K key, @Nullable V value) {
        if (value == null) {
            map.remove(key);
        } else {
            map.put(key, value);
        }
    }

    private void forgetBefore() {
        entriesBefore.clear();
        leasesBefore.clear();
        fresh.clear();
    }

    /** The settled changes from a revision on; empty when history that old is gone. */
    Optional<List<Event>> eventsFrom(long fromRevision) {
        if (fromRevision < historyFrom) {
            return Optional.empty();
        }
        return Optional.of(history.stream()
                .filter(event -> event.revision() >= fromRevision)
                .toList());
    }
}
