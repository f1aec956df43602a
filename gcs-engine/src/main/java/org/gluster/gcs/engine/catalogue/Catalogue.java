/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gluster.gcs.core.planner.Inventory.Slot;
import org.gluster.gcs.engine.store.StoreException;
import org.gluster.gcs.event.EventPage;
import org.gluster.gcs.event.EventQuery;
import org.jspecify.annotations.Nullable;

/**
 * All records in memory, and the ledger derived from them as they change. Used on one loop only.
 */
public final class Catalogue implements View {
    private final TreeMap<String, Stored> records = new TreeMap<>();
    private final EventLog events = new EventLog();
    private final TreeMap<String, Unreadable> unreadable = new TreeMap<>();
    private final TreeMap<String, Long> reserved = new TreeMap<>();
    private final TreeMap<String, Integer> bricks = new TreeMap<>();
    private final TreeMap<String, String> subjects = new TreeMap<>();

    private final GivenDirectories given = new GivenDirectories();

    /** What the planner may use, as of before {@link #restocked} changed; null when devices or peers have changed since. */
    private @Nullable Stock stock;

    private final TreeSet<String> restocked = new TreeSet<>();

    /** What each device adds to the revision of {@link #stock}. */
    private final TreeMap<String, Long> stockHashes = new TreeMap<>();

    /**
     * Takes in what the store holds at a key. Keys that are no records are passed over; a record that cannot be made sense of
     * is known as such, and what it can be seen to reserve is reserved.
     */
    public void put(String key, String text) {
        Optional<Codec<? extends Stored>> codec = codec(key);
        if (codec.isEmpty()) {
            return;
        }
        try {
            put(key, codec.get().read(key, text));
        } catch (StoreException cannot) {
            remove(key);
            Unreadable left = new Unreadable(key, String.valueOf(cannot.getMessage()), text);
            unreadable.put(key, left);
            charge(left, 1);
        }
    }

    /** Takes in events that the store holds at a key since a revision. */
    public void putEvents(String key, String text, long revision) {
        events.put(key, text, revision);
    }

    /** Events, as a query asks for them. */
    public EventPage events(EventQuery query) {
        return events.page(
                query, find(FloorRecord.class, Keys.FLOOR).map(FloorRecord::id).orElse(0L));
    }

    @Override
    public SortedMap<String, Long> eventRecords() {
        return Collections.unmodifiableSortedMap(events.records());
    }

    /** Takes in a record. */
    public void put(String key, Stored stored) {
        remove(key);
        records.put(key, stored);
        touched(key);
        if (stored instanceof Subject subject) {
            subjects.put(subject.statusName(), key);
        }
        if (stored instanceof VolumeRecord volume) {
            charge(volume, 1);
            given.add(volume);
        }
    }

    /** Forgets the record at a key, if there is one. */
    public void remove(String key) {
        if (key.startsWith(Keys.EVENTS)) {
            events.remove(key);
            return;
        }
        Unreadable left = unreadable.remove(key);
        if (left != null) {
            charge(left, -1);
        }
        Stored before = records.remove(key);
        touched(key);
        if (before instanceof Subject subject) {
            subjects.remove(subject.statusName());
        }
        if (before instanceof VolumeRecord volume) {
            charge(volume, -1);
            given.remove(volume);
        }
    }

    /** Forgets everything. */
    public void clear() {
        records.clear();
        unreadable.clear();
        events.clear();
        reserved.clear();
        bricks.clear();
        subjects.clear();
        given.clear();
        restocked.clear();
        stock = null;
    }

    private void touched(String key) {
        if (key.startsWith(Keys.DEVICES) || key.startsWith(Keys.PEERS)) {
            stock = null;
        } else if (key.startsWith(Keys.STATUS)) {
            subjectOfStatus(key)
                    .filter(DeviceRecord.class::isInstance)
                    .ifPresent(device -> restocked.add(((DeviceRecord) device).id()));
        }
    }

    @Override
    public SortedSet<String> givenAt(String node, String path) {
        return given.at(node, path);
    }

    @Override
    public Stock stock() {
        Stock before = stock;
        Stock now;
        if (before == null) {
            now = Stock.of(this);
            stockHashes.clear();
            now.inventory()
                    .slots()
                    .forEach(slot -> stockHashes.put(slot.device().toString(), Stock.hash(slot)));
        } else {
            List<Stock.Change> changes = new ArrayList<>();
            for (String id : restocked) {
                Optional<Slot> slot = device(id).flatMap(device -> Stock.slot(this, device));
                Long hash = stockHashes.get(id);
                if (slot.isPresent() && hash != null) {
                    changes.add(new Stock.Change(hash, slot.get()));
                    stockHashes.put(id, Stock.hash(slot.get()));
                }
            }
            now = before.with(changes);
        }
        restocked.clear();
        stock = now;
        return now;
    }

    private void charge(VolumeRecord volume, int sign) {
        for (BrickRecord brick : volume.bricks()) {
            charge(brick.device(), brick.size(), sign);
            count(View.ON_NODE + brick.node(), sign);
            if (volume.intent() == VolumeRecord.Intent.STARTED) {
                count(View.SERVED_ON + brick.node(), sign);
            }
        }
    }

    private void charge(Unreadable left, int sign) {
        if (left.key().startsWith(Keys.VOLUMES)) {
            left.charges().orElse(List.of()).forEach(brick -> charge(brick.device(), brick.size(), sign));
        }
    }

    private void count(String what, int sign) {
        bricks.merge(what, sign, (before, more) -> before + more == 0 ? null : before + more);
    }

    private void charge(String device, long size, int sign) {
        restocked.add(device);
        count(device, sign);
        long sum = reserved(device) + sign * size;
        if (sum == 0) {
            reserved.remove(device);
        } else {
            reserved.put(device, sum);
        }
    }

    private static Optional<Codec<? extends Stored>> codec(String key) {
        if (key.startsWith(Keys.STATUS)) {
            return Optional.of(Codec.STATUS);
        } else if (key.startsWith(Keys.VOLUMES)) {
            return Optional.of(Codec.VOLUME);
        } else if (key.startsWith(Keys.GROUPS)) {
            return Optional.of(Codec.GROUP);
        } else if (key.startsWith(Keys.OPERATIONS)) {
            return Optional.of(Codec.OPERATION);
        } else if (key.startsWith(Keys.IDEMPOTENCY)) {
            return Optional.of(Codec.KEY);
        } else if (key.startsWith(Keys.DEVICES)) {
            return Optional.of(Codec.DEVICE);
        } else if (key.startsWith(Keys.PEERS)) {
            return Optional.of(Codec.PEER);
        } else if (key.equals(Keys.FLOOR)) {
            return Optional.of(Codec.FLOOR);
        } else if (key.equals(Keys.CLUSTER)) {
            return Optional.of(Codec.CLUSTER);
        }
        return Optional.empty();
    }

    /** The subject that a report at this store key is about, if it is still there. */
    public Optional<Subject> subjectOfStatus(String key) {
        int name = key.indexOf('/', Keys.STATUS.length());
        String subject = name < 0 ? null : subjects.get(key.substring(name + 1));
        return subject == null ? Optional.empty() : find(Subject.class, subject);
    }

    @Override
    public <R extends Stored> Optional<R> find(Class<R> kind, String key) {
        Stored stored = records.get(key);
        return kind.isInstance(stored) ? Optional.of(kind.cast(stored)) : Optional.empty();
    }

    @Override
    public <R extends Stored> SortedMap<String, R> all(Class<R> kind, String prefix) {
        TreeMap<String, R> found = new TreeMap<>();
        for (var entry : records.tailMap(prefix).entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                break;
            }
            if (kind.isInstance(entry.getValue())) {
                found.put(entry.getKey(), kind.cast(entry.getValue()));
            }
        }
        return found;
    }

    @Override
    public SortedMap<String, Unreadable> unreadable() {
        return Collections.unmodifiableSortedMap(unreadable);
    }

    @Override
    public long reserved(String device) {
        return reserved.getOrDefault(device, 0L);
    }

    @Override
    public int bricks(String device) {
        return bricks.getOrDefault(device, 0);
    }
}
