/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gluster.gcs.operation.Timeline;
import org.gluster.gcs.operation.Timeline.Kind;
import org.gluster.gcs.operation.Timeline.Span;

/** A timeline for people: everything in the order of time, node by node and brick by brick, then sums of what there is many of. */
final class TimelineText {
    private static final Duration WORTH_SAYING = Duration.ofNanos(50_000);

    private TimelineText() {}

    static String of(Timeline timeline) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "operation %s %s %s ms; times in ms from the moment its intent went to the store%n",
                timeline.operation(),
                timeline.ended() ? "took" : "runs for",
                millis(timeline.took())));
        SortedMap<String, List<Span>> places = new TreeMap<>();
        for (Span span : timeline.spans()) {
            if (span.kind() != Kind.WAIT || span.took().compareTo(WORTH_SAYING) >= 0) {
                places.computeIfAbsent(place(span), absent -> new ArrayList<>()).add(span);
            }
        }
        places.forEach((place, spans) -> {
            Table table = Table.of("  AT", "TOOK", "WHAT", "");
            spans.forEach(span -> table.row(
                    "  " + millis(span.at()),
                    millis(span.took()),
                    switch (span.kind()) {
                        case RESOURCE -> span.resource();
                        case WAIT -> "  wait: " + span.name();
                        case HOST -> "  " + span.name();
                        case STORE -> span.name();
                    },
                    span.failure().isEmpty() ? span.detail() : "FAILED: " + span.failure()));
            text.append('\n').append(place).append('\n').append(table);
        });
        text.append("\nsums (what runs side by side counts each)\n").append(sums(timeline));
        if (timeline.dropped() > 0) {
            text.append(timeline.dropped() + " more were not kept\n");
        }
        return text.toString();
    }

    private static String place(Span span) {
        return span.node().isEmpty()
                ? "coordinator"
                : span.brick().isEmpty() ? span.node() : span.node() + ", brick " + span.brick();
    }

    private static Table sums(Timeline timeline) {
        SortedMap<String, List<Span>> alike = new TreeMap<>();
        timeline.spans().stream()
                .filter(span -> span.kind() != Kind.RESOURCE)
                .forEach(span -> alike.computeIfAbsent(
                                span.kind().name().toLowerCase(Locale.ROOT) + " " + span.name(),
                                absent -> new ArrayList<>())
                        .add(span));
        Table table = Table.of("  WHAT", "COUNT", "SUM", "LONGEST");
        alike.entrySet().stream()
                .sorted(Comparator.comparing(entry -> sum(entry.getValue()).negated()))
                .forEach(entry -> table.row(
                        "  " + entry.getKey(),
                        Integer.toString(entry.getValue().size()),
                        millis(sum(entry.getValue())),
                        millis(entry.getValue().stream()
                                .map(Span::took)
                                .max(Comparator.naturalOrder())
                                .orElse(Duration.ZERO))));
        return table;
    }

    private static Duration sum(List<Span> spans) {
        return spans.stream().map(Span::took).reduce(Duration.ZERO, Duration::plus);
    }

    private static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.2f", duration.toNanos() / 1e6);
    }
}
