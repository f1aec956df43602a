/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.gluster.gcs.core.planner.Inventory.Slot;
import org.gluster.gcs.engine.catalogue.EventRecord.Happening;
import org.gluster.gcs.event.EventType;

/** Changes to a view that are not committed yet; reading it shows them. Used on the coordinator's loop only. */
public final class Draft implements View {
    private final View base;
    private final Instant now;
    private final RandomGenerator random;
    private final TreeMap<String, Optional<Stored>> changes = new TreeMap<>();
    private final TreeMap<String, Long> charges = new TreeMap<>();
    private final TreeMap<String, Integer> counts = new TreeMap<>();
    private String eventKey = "";
    private int happened;

    /** An empty draft over a view. */
    public Draft(View base, Instant now, RandomGenerator random) {
        this.base = base;
        this.now = now;
        this.random = random;
    }

    /** An empty draft over this one. */
    public Draft child() {
        return new Draft(this, now, random);
    }

    /** The moment of the decision. */
    public Instant now() {
        return now;
    }

    /** A fresh uuid. */
    public String newId() {
        long high = (random.nextLong() & 0xffffffffffff0fffL) | 0x4000L;
        long low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }

    /** Sets a record. */
    public void put(String key, Stored stored) {
        uncharge(key);
        changes.put(key, Optional.of(stored));
        if (stored instanceof VolumeRecord volume) {
            charge(volume, 1);
        }
    }

    /** Deletes a record. */
    public void delete(String key) {
        uncharge(key);
        changes.put(key, Optional.empty());
    }

    private void uncharge(String key) {
        find(VolumeRecord.class, key).ifPresent(volume -> charge(volume, -1));
    }

    private void charge(VolumeRecord volume, int sign) {
        for (BrickRecord brick : volume.bricks()) {
            charges.merge(brick.device(), sign * brick.size(), Long::sum);
            counts.merge(brick.device(), sign, Integer::sum);
            counts.merge(ON_NODE + brick.node(), sign, Integer::sum);
            if (volume.intent() == VolumeRecord.Intent.STARTED) {
                counts.merge(SERVED_ON + brick.node(), sign, Integer::sum);
            }
        }
    }

    /** How many records it changes. */
    public int size() {
        return changes.size();
    }

    /** Adds all changes of a child of this draft. */
    public void merge(Draft child) {
        changes.putAll(child.changes);
        happened += child.happened;
        child.charges.forEach((device, sum) -> charges.merge(device, sum, Long::sum));
        child.counts.forEach((device, count) -> counts.merge(device, count, Integer::sum));
    }

    /** The changes by key; an empty value deletes. */
    public SortedMap<String, Optional<Stored>> changes() {
        return changes;
    }

    /** The changes as they are stored, by key; an empty text deletes. */
    public SortedMap<String, Optional<String>> texts() {
        TreeMap<String, Optional<String>> texts = new TreeMap<>();
        changes.forEach((key, stored) -> texts.put(key, stored.map(Json::write)));
        return texts;
    }

    @Override
    public <R extends Stored> Optional<R> find(Class<R> kind, String key) {
        Optional<Stored> change = changes.get(key);
        if (change == null) {
            return base.find(kind, key);
        }
        return change.filter(kind::isInstance).map(kind::cast);
    }

    @Override
    public <R extends Stored> SortedMap<String, R> all(Class<R> kind, String prefix) {
        SortedMap<String, R> found = base.all(kind, prefix);
        for (var change : changes.tailMap(prefix).entrySet()) {
            if (!change.getKey().startsWith(prefix)) {
                break;
            }
            Optional<Stored> stored = change.getValue();
            if (stored.isPresent() && kind.isInstance(stored.get())) {
                found.put(change.getKey(), kind.cast(stored.get()));
            } else {
                found.remove(change.getKey());
            }
        }
        return found;
    }

    @Override
    public SortedMap<String, Long> eventRecords() {
        return base.eventRecords();
    }

    /** Tells of something that these changes make happen. */
    public void happened(EventType type, String node, SortedMap<String, String> data) {
        Happening happening = Happening.of(type, node, data);
        Optional<Stored> mine = changes.getOrDefault(eventKey, Optional.empty());
        if (mine.isPresent() && mine.get() instanceof EventRecord before) {
            changes.put(eventKey, Optional.of(before.and(happening)));
        } else {
            eventKey = Keys.event(now, newId());
            int first = base instanceof Draft earlier ? earlier.happened : 0;
            changes.put(eventKey, Optional.of(EventRecord.of(now.toString(), first, List.of(happening))));
        }
        happened++;
    }

    @Override
    public SortedSet<String> givenAt(String node, String path) {
        SortedSet<String> found = base.givenAt(node, path);
        for (var change : changes.tailMap(Keys.VOLUMES).entrySet()) {
            if (!change.getKey().startsWith(Keys.VOLUMES)) {
                break;
            }
            found.remove(change.getKey());
            if (change.getValue().orElse(null) instanceof VolumeRecord volume
                    && GivenDirectories.has(volume, node, path)) {
                found.add(change.getKey());
            }
        }
        return found;
    }

    @Override
    public Stock stock() {
        for (String key : changes.keySet()) {
            if (key.startsWith(Keys.DEVICES) || key.startsWith(Keys.PEERS)) {
                return Stock.of(this);
            }
        }
        List<Stock.Change> changed = new ArrayList<>();
        for (String id : charges.keySet()) {
            Optional<DeviceRecord> device = device(id);
            Optional<Slot> before = device.flatMap(record -> Stock.slot(base, record));
            Optional<Slot> now = device.flatMap(record -> Stock.slot(this, record));
            if (before.isPresent() && now.isPresent()) {
                changed.add(new Stock.Change(Stock.hash(before.get()), now.get()));
            }
        }
        return base.stock().with(changed);
    }

    @Override
    public SortedMap<String, Unreadable> unreadable() {
        return base.unreadable();
    }

    @Override
    public long reserved(String device) {
        return base.reserved(device) + charges.getOrDefault(device, 0L);
    }

    @Override
    public int bricks(String device) {
        return base.bricks(device) + counts.getOrDefault(device, 0);
    }
}
