/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.assembly;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.gluster.gcs.Telemetry;
import org.gluster.gcs.operation.OperationId;
import org.gluster.gcs.operation.Timeline;
import org.gluster.gcs.operation.Timeline.Kind;
import org.gluster.gcs.operation.Timeline.Span;
import org.jspecify.annotations.Nullable;

/**
 * Keeps where the time of the latest operations went, in bounded memory. What it is told of is put to the operation that it
 * names ({@link #OPERATION}), or to the latest one about the record that it names ({@link #SUBJECT}); of what names neither, or
 * none that is known here, nothing is kept. Thread-safe.
 */
public final class Timelines implements Telemetry {
    /** Attribute: id of an operation. */
    public static final String OPERATION = "operation";
    /** Attribute: key of the record that it is about. */
    public static final String SUBJECT = "subject";

    private static final int MOST_SPANS = 5_000;

    private final int most;
    private final LongSupplier nanos;
    private final LinkedHashMap<String, Running> kept = new LinkedHashMap<>();
    private final Map<String, Running> bySubject = new TreeMap<>();

    /**
     * Keeps none yet.
     *
     * @param most of how many operations
     * @param nanos a clock that never goes back
     */
    public Timelines(int most, LongSupplier nanos) {
        this.most = most;
        this.nanos = nanos;
    }

    /** Where the time of that operation went, if that is kept. */
    synchronized Optional<Timeline> of(String operation) {
        return Optional.ofNullable(kept.get(operation)).map(running -> running.timeline(nanos.getAsLong()));
    }

    @Override
    public synchronized Scope begin(String kind, String name, SortedMap<String, String> attributes) {
        String id = attributes.getOrDefault(OPERATION, "");
        String subject = attributes.getOrDefault(SUBJECT, "");
        if (kind.equals(OPERATION)) {
            return operation(id, subject);
        }
        Running running = id.isEmpty() ? bySubject.get(subject) : kept.get(id);
        return running == null ? Telemetry.noop().begin(kind, name, attributes) : running.begin(kind, name, attributes);
    }

    private Scope operation(String id, String subject) {
        Running running = kept.get(id);
        if (running == null) {
            running = new Running(id, subject, nanos.getAsLong());
            kept.put(id, running);
            if (kept.size() > most) {
                forget(kept.values().iterator().next());
            }
        }
        bySubject.put(subject, running);
        return running;
    }

    private void forget(Running oldest) {
        kept.remove(oldest.id);
        bySubject.remove(oldest.subject, oldest);
    }

    /** One operation. */
    private final class Running implements Scope {
        private final String id;
        private final String subject;
        private final long from;
        private final List<Taken> all = new ArrayList<>();
        private long dropped;
        private long until;
        private boolean ended;

        Running(String id, String subject, long from) {
            this.id = id;
            this.subject = subject;
            this.from = from;
        }

        Scope begin(String kind, String name, SortedMap<String, String> attributes) {
            if (ended) {
                return Telemetry.noop().begin(kind, name, attributes);
            }
            if (all.size() == MOST_SPANS) {
                dropped++;
                return Telemetry.noop().begin(kind, name, attributes);
            }
            Taken taken = new Taken(kind, name, attributes, nanos.getAsLong());
            all.add(taken);
            return taken;
        }

        @Override
        public void end() {
            synchronized (Timelines.this) {
                ended = true;
                until = nanos.getAsLong();
                bySubject.remove(subject, this);
            }
        }

        @Override
        public void fail(Throwable cause) {
            end();
        }

        Timeline timeline(long now) {
            long end = ended ? until : now;
            return Timeline.builder()
                    .operation(OperationId.parse(id))
                    .took(Duration.ofNanos(end - from))
                    .ended(ended)
                    .dropped(dropped)
                    .spans(all.stream()
                            .map(taken -> taken.span(from, end))
                            .sorted(Comparator.comparing(Span::at))
                            .toList())
                    .build();
        }
    }

    /** Something that was told. */
    private final class Taken implements Scope {
        private final String kind;
        private final String name;
        private final SortedMap<String, String> attributes;
        private final long from;
        private long until;
        private boolean ended;
        private @Nullable Throwable failure;

        Taken(String kind, String name, SortedMap<String, String> attributes, long from) {
            this.kind = kind;
            this.name = name;
            this.attributes = attributes;
            this.from = from;
        }

        @Override
        public void end() {
            synchronized (Timelines.this) {
                ended = true;
                until = nanos.getAsLong();
            }
        }

        @Override
        public void fail(Throwable cause) {
            synchronized (Timelines.this) {
                failure = cause;
                end();
            }
        }

        Span span(long begun, long end) {
            long to = ended ? until : Math.max(from, end);
            return new Span(
                    kind(),
                    Duration.ofNanos(from - begun),
                    Duration.ofNanos(to - from),
                    attribute("node"),
                    attribute("brick"),
                    attribute("resource"),
                    name,
                    attribute("detail"),
                    failure == null
                            ? ""
                            : Optional.ofNullable(failure.getMessage()).orElse(failure.toString()));
        }

        private String attribute(String key) {
            return attributes.getOrDefault(key, "");
        }

        private Kind kind() {
            return switch (kind) {
                case "host" -> Kind.HOST;
                case "store" -> Kind.STORE;
                case "step" -> Kind.RESOURCE;
                default -> Kind.WAIT;
            };
        }
    }
}
