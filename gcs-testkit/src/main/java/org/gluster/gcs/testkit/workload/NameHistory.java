/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.workload;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.volume.Volume;

/**
 * What one thread was told about one volume that nobody else changes, and everything that can be there after it. Changes whose
 * outcome is not known may take effect at any time, once, or never. What cannot be explained is a violation. Not thread-safe.
 */
final class NameHistory {
    /** The metadata that edits change. */
    static final String NOTE = "workload-note";

    private static final int MOST_LINES = 60;

    private final String name;
    private final String optionKey;
    private final boolean undoes;
    private final List<Change> pending = new ArrayList<>();
    private final SortedSet<String> ids = new TreeSet<>();
    private final Deque<String> lines = new ArrayDeque<>();
    private final List<String> violations = new ArrayList<>();
    private Set<Situation> possible = Set.of(new Situation(Believed.ABSENT, List.of()));
    private int creates;

    /** What is there, and which of the pending changes are behind it, by number. */
    private record Situation(Believed there, List<Integer> applied) {
        Situation after(int change, Believed next) {
            List<Integer> all = new ArrayList<>(applied);
            all.add(change);
            all.sort(null);
            return new Situation(next, List.copyOf(all));
        }
    }

    /**
     * A history of a name under which there is nothing.
     *
     * @param undoes whether the control plane may delete a volume again whose create got no answer, as GlusterD2 does
     */
    NameHistory(String name, String optionKey, boolean undoes) {
        this.name = name;
        this.optionKey = optionKey;
        this.undoes = undoes;
    }

    String name() {
        return name;
    }

    List<String> violations() {
        return violations;
    }

    /** How many outcomes are not known. */
    int doubts() {
        return pending.size();
    }

    /** Whether a volume may be there. */
    boolean mayBeThere() {
        return possible.stream().anyMatch(situation -> situation.there().present());
    }

    private void note(String line) {
        if (lines.size() == MOST_LINES) {
            lines.removeFirst();
        }
        lines.addLast(line);
    }

    private void violated(String what) {
        violations.add(
                name + ": " + what + "; possible was " + possible + " with " + pending + " in doubt; history " + lines);
    }

    /** Everything that pending changes can make of what is possible. */
    private Set<Situation> closure() {
        Set<Situation> all = new LinkedHashSet<>(possible);
        Deque<Situation> open = new ArrayDeque<>(possible);
        while (!open.isEmpty()) {
            Situation from = open.removeFirst();
            for (int i = 0; i < pending.size(); i++) {
                List<Situation> next = new ArrayList<>();
                if (from.applied().contains(i)) {
                    if (undoes && pending.get(i).kind() == Change.Kind.CREATE) {
                        next.add(new Situation(Believed.ABSENT, from.applied()));
                    }
                    next.stream().filter(all::add).forEach(open::add);
                    continue;
                }
                for (Believed done : pending.get(i).done(from.there())) {
                    next.add(from.after(i, done));
                }
                for (Believed half : pending.get(i).halfway(from.there())) {
                    next.add(new Situation(half, from.applied()));
                }
                next.stream().filter(all::add).forEach(open::add);
            }
        }
        return all;
    }

    private void becomes(Set<Situation> next, String otherwise) {
        if (next.isEmpty()) {
            violated(otherwise);
            // What was told is taken for true, so that one violation is told once.
            return;
        }
        possible = next;
    }

    void begun(Change change) {
        if (change.kind() == Change.Kind.CREATE) {
            creates++;
        }
    }

    /** It was done: said so, with the volume as it was then where there is one. */
    void done(Change change, Optional<Volume> result) {
        note("done " + change
                + result.map(volume -> " -> " + Believed.shown(volume, optionKey))
                        .orElse(""));
        Set<Situation> next = new LinkedHashSet<>();
        for (Situation before : closure()) {
            change.done(before.there()).forEach(there -> next.add(new Situation(there, before.applied())));
        }
        if (change.kind() == Change.Kind.CREATE && result.isPresent()) {
            String id = result.get().id().toString();
            if (!ids.add(id)) {
                violated("a create answered with the id of an earlier volume, " + id);
            }
            Set<Situation> named = new LinkedHashSet<>();
            next.forEach(each -> named.add(new Situation(each.there().known(id), each.applied())));
            becomes(named, change + " was done, but could not be");
            return;
        }
        becomes(next, change + " was done, but could not be");
    }

    /** It was refused, so nothing came of it. */
    void refused(Change change, GcsException refusal) {
        ErrorCode code = refusal.code();
        note("refused " + change + " " + code);
        Set<Situation> next = new LinkedHashSet<>();
        for (Situation before : closure()) {
            if (legitimate(change, code, before.there())) {
                next.add(before);
            }
        }
        becomes(next, change + " was refused, but should not be: " + refusal);
    }

    private boolean legitimate(Change change, ErrorCode code, Believed there) {
        return switch (code) {
            case ALREADY_EXISTS -> change.kind() == Change.Kind.CREATE && there.present();
            // GlusterD2 says so of a create that came to nothing for no reason.
            case VOLUME_NOT_FOUND -> !there.present();
            case WRONG_STATE ->
                !pending.isEmpty()
                        || (change.kind() == Change.Kind.DELETE
                                && there.phase() == Believed.Phase.STARTED
                                && !change.value().equals(Change.STOP_FIRST));
            case CONFLICT -> !pending.isEmpty();
            case NO_FIT, NO_SPACE, UNREACHABLE, NOT_SUPPORTED -> true;
            default -> false;
        };
    }

    /** What became of it was not found out. */
    void unknown(Change change) {
        note("unknown " + change);
        pending.add(change);
    }

    /** The volume was read, or found not to be there. */
    void read(Optional<Volume> seen) {
        note("read " + seen.map(volume -> Believed.shown(volume, optionKey)).orElse("absent"));
        if (seen.isPresent() && inTransition(seen.get())) {
            if (pending.isEmpty()) {
                violated("it is " + seen.get().state() + " though nothing is under way");
            }
            return;
        }
        Set<Situation> next = new LinkedHashSet<>();
        for (Situation situation : closure()) {
            if (seen.isEmpty() && !situation.there().present()) {
                next.add(situation);
            } else if (seen.isPresent() && situation.there().matches(seen.get(), optionKey)) {
                next.add(new Situation(situation.there().known(seen.get().id().toString()), situation.applied()));
            }
        }
        seen.ifPresent(volume -> ids.add(volume.id().toString()));
        if (ids.size() > creates) {
            violated(ids.size() + " volumes were seen after " + creates + " creates: " + ids);
        }
        becomes(
                next,
                "it was read as "
                        + seen.map(volume -> Believed.shown(volume, optionKey)).orElse("absent"));
    }

    private static boolean inTransition(Volume volume) {
        return switch (volume.state()) {
            case CREATING, STARTING, STOPPING, DELETING -> true;
            case CREATED, STARTED, STOPPED -> false;
        };
    }

    @Override
    public String toString() {
        return name + " " + lines;
    }
}
