/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.layout;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.gluster.gcs.Incubating;
import org.jspecify.annotations.Nullable;

/** Why a volume does not fit: what failed, how certain that is, and what each device lacks. Immutable. */
@Incubating(since = "0.1.0")
public final class Refusal implements Serializable {

    private static final long serialVersionUID = 1L;

    private final Verdict verdict;
    private final Constraint constraint;
    private final List<Shortfall> shortfalls;

    private Refusal(Verdict verdict, Constraint constraint, List<Shortfall> shortfalls) {
        this.verdict = Objects.requireNonNull(verdict, "verdict");
        this.constraint = Objects.requireNonNull(constraint, "constraint");
        this.shortfalls = List.copyOf(shortfalls);
    }

    /** Returns a refusal of these parts. */
    public static Refusal of(Verdict verdict, Constraint constraint, List<Shortfall> shortfalls) {
        return new Refusal(verdict, constraint, shortfalls);
    }

    /** Returns how certain it is. */
    public Verdict verdict() {
        return verdict;
    }

    /** Returns what could not be kept to: the one that is left when all that rule out single devices are kept. */
    public Constraint constraint() {
        return constraint;
    }

    /** Returns what each device of the inventory lacks, those that lack least first; unmodifiable. */
    public List<Shortfall> shortfalls() {
        return shortfalls;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Refusal that
                        && verdict == that.verdict
                        && constraint == that.constraint
                        && shortfalls.equals(that.shortfalls));
    }

    @Override
    public int hashCode() {
        return Objects.hash(verdict, constraint, shortfalls);
    }

    @Override
    public String toString() {
        return "Refusal[verdict=" + verdict + ", constraint=" + constraint + ", shortfalls=" + shortfalls + "]";
    }
}
