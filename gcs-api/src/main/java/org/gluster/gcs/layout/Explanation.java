/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.gluster.gcs.Incubating;
import org.jspecify.annotations.Nullable;

/** Why each brick goes where it goes, and not elsewhere. Immutable and safe to share between threads. */
@Incubating(since = "0.1.0")
public final class Explanation {

    private static final Explanation EMPTY = builder().build();
    private static final List<String> HEADINGS = List.of("brick", "", "node", "device", "reason");

    private final Supplier<List<Candidate>> source;
    private volatile @Nullable List<Candidate> candidates;

    private Explanation(Supplier<List<Candidate>> source) {
        this.source = source;
    }

    /** Returns a builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns one whose devices are worked out when they are first asked for. The supplier must be pure and safe to share
     * between threads; it may be called more than once.
     */
    public static Explanation of(Supplier<List<Candidate>> candidates) {
        return new Explanation(Objects.requireNonNull(candidates, "candidates"));
    }

    /** Returns the one that explains nothing. */
    public static Explanation empty() {
        return EMPTY;
    }

    /** Returns every device considered, in the order in which it was; unmodifiable. */
    public List<Candidate> candidates() {
        List<Candidate> known = candidates;
        if (known == null) {
            known = List.copyOf(source.get());
            candidates = known;
        }
        return known;
    }

    /** Returns the devices that were chosen, in the order in which they were; unmodifiable. */
    public List<Candidate> chosen() {
        return candidates().stream().filter(Candidate::chosen).toList();
    }

    /** Returns the devices that were rejected, in the order in which they were; unmodifiable. */
    public List<Candidate> rejected() {
        return candidates().stream().filter(candidate -> !candidate.chosen()).toList();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Explanation that && candidates().equals(that.candidates()));
    }

    @Override
    public int hashCode() {
        return candidates().hashCode();
    }

    /** Returns a table for a person: a heading and a line for each device considered, columns aligned. */
    @Override
    public String toString() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        for (Candidate candidate : candidates()) {
            rows.add(List.of(
                    Integer.toString(candidate.brick()),
                    candidate.chosen() ? "chosen" : "rejected",
                    candidate.node().value(),
                    candidate.devicePath(),
                    candidate.reason()));
        }
        int[] widths = new int[HEADINGS.size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        StringBuilder table = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String cell = row.get(column);
                line.append(cell).append(" ".repeat(widths[column] - cell.length() + 2));
            }
            table.append(line.toString().stripTrailing()).append('\n');
        }
        return table.toString();
    }

    /** Builds an {@link Explanation}; not safe to share between threads. */
    public static final class Builder {

        private final List<Candidate> candidates = new ArrayList<>();

        private Builder() {}

        /** Adds a device that was considered, after those added before. */
        public Builder add(Candidate candidate) {
            candidates.add(Objects.requireNonNull(candidate, "candidate"));
            return this;
        }

        /** Builds it. */
        public Explanation build() {
            List<Candidate> all = List.copyOf(candidates);
            return new Explanation(() -> all);
        }
    }
}
