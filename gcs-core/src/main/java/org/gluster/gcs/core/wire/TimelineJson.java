/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.gluster.gcs.operation.OperationId;
import org.gluster.gcs.operation.Timeline;

/** Where the time of an operation went; all times in microseconds, from its beginning on. */
public record TimelineJson(String operation, long tookMicros, boolean ended, long dropped, List<SpanJson> spans) {

    /** Checks that nothing is missing. */
    public TimelineJson {
        Objects.requireNonNull(operation, "operation");
        spans = Given.list(spans);
    }

    /** Something that took time; its node is empty for the coordinator. */
    public record SpanJson(
            Timeline.Kind kind,
            long atMicros,
            long tookMicros,
            String node,
            String brick,
            String resource,
            String name,
            String detail,
            String failure) {

        /** Checks that nothing is missing. */
        public SpanJson {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(node, "node");
            Objects.requireNonNull(brick, "brick");
            Objects.requireNonNull(resource, "resource");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(detail, "detail");
            Objects.requireNonNull(failure, "failure");
        }
    }

    /** Returns the JSON of a timeline. */
    public static TimelineJson of(Timeline timeline) {
        return new TimelineJson(
                timeline.operation().toString(),
                micros(timeline.took()),
                timeline.ended(),
                timeline.dropped(),
                timeline.spans().stream()
                        .map(span -> new SpanJson(
                                span.kind(),
                                micros(span.at()),
                                micros(span.took()),
                                span.node(),
                                span.brick(),
                                span.resource(),
                                span.name(),
                                span.detail(),
                                span.failure()))
                        .toList());
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1000;
    }

    /** Returns the timeline. */
    public Timeline toTimeline() {
        return Timeline.builder()
                .operation(OperationId.parse(operation))
                .took(Duration.ofNanos(tookMicros * 1000))
                .ended(ended)
                .dropped(dropped)
                .spans(spans.stream()
                        .map(span -> new Timeline.Span(
                                span.kind(),
                                Duration.ofNanos(span.atMicros() * 1000),
                                Duration.ofNanos(span.tookMicros() * 1000),
                                span.node(),
                                span.brick(),
                                span.resource(),
                                span.name(),
                                span.detail(),
                                span.failure()))
                        .toList())
                .build();
    }
}
