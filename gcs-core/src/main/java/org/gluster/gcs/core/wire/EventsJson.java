/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import java.util.List;
import org.gluster.gcs.event.EventGap;
import org.gluster.gcs.event.EventPage;
import org.jspecify.annotations.Nullable;

/** Events in their order; {@code last} is what to ask after next, and a gap says that events before them may be missing. */
public record EventsJson(List<EventJson> events, @Nullable Gap gap, long last) {

    /** Events that may be missing: those after {@code after} up to {@code upTo}. */
    public record Gap(long after, long upTo) {}

    /** Copies the events. */
    public EventsJson {
        events = Given.list(events);
    }

    /** Returns the JSON of a page. */
    public static EventsJson of(EventPage page) {
        return new EventsJson(
                page.events().stream().map(EventJson::of).toList(),
                page.gap().map(gap -> new Gap(gap.after(), gap.upTo())).orElse(null),
                page.last());
    }

    /** Returns the page. */
    public EventPage toPage() {
        EventPage page = EventPage.of(events.stream().map(EventJson::toEvent).toList(), last);
        return gap == null ? page : page.after(new EventGap(gap.after(), gap.upTo()));
    }
}
