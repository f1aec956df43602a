/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.gluster.gcs.block.host.HostCall;

/**
 * Readings that are made together, and a pure function from their results to what was seen.
 *
 * @param <S> what was seen
 */
public final class Observation<S> {
    private final List<HostCall<?>> readings;
    private final Function<List<?>, S> combine;

    private Observation(List<HostCall<?>> readings, Function<List<?>, S> combine) {
        this.readings = List.copyOf(readings);
        this.combine = combine;
    }

    /** One reading. */
    @SuppressWarnings("unchecked") // the runner hands each reading's own result back, in order
    public static <R> Observation<R> of(HostCall.Reading<R> reading) {
        return new Observation<>(List.of(reading), results -> (R) results.get(0));
    }

    /** Nothing to read. */
    public static <R> Observation<R> constant(R value) {
        return new Observation<>(List.of(), results -> value);
    }

    /** The same readings, seen otherwise. */
    public <T> Observation<T> map(Function<? super S, ? extends T> function) {
        return new Observation<>(readings, results -> function.apply(combine.apply(results)));
    }

    /** These readings and others, seen together. */
    public <B, T> Observation<T> with(Observation<B> other, BiFunction<? super S, ? super B, ? extends T> function) {
        List<HostCall<?>> all = new ArrayList<>(readings);
        all.addAll(other.readings);
        int mine = readings.size();
        return new Observation<>(
                all,
                results -> function.apply(
                        combine.apply(results.subList(0, mine)),
                        other.combine.apply(results.subList(mine, results.size()))));
    }

    /** What to read, in order. */
    public List<HostCall<?>> readings() {
        return readings;
    }

    /** What the results of {@link #readings}, in the same order, mean. */
    public S seen(List<?> results) {
        return combine.apply(results);
    }
}
