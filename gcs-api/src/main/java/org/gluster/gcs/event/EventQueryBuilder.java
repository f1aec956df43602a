/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.event;

import java.util.Arrays;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Builds {@link EventQuery}. */
final class EventQueryBuilder implements EventQuery.Builder {

    @Nullable
    Long since;

    final TreeSet<EventType> types = new TreeSet<>();
    int limit = EventQuery.LONGEST_PAGE;

    @Override
    public EventQuery.Builder since(long id) {
        since = id;
        return this;
    }

    @Override
    public EventQuery.Builder types(EventType... wanted) {
        types.addAll(Arrays.asList(wanted));
        return this;
    }

    @Override
    public EventQuery.Builder limit(int most) {
        limit = most;
        return this;
    }

    @Override
    public EventQuery build() {
        return new EventQuery(this);
    }
}
