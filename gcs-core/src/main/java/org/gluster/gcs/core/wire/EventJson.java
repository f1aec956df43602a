/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import java.time.Instant;
import java.util.Objects;
import java.util.SortedMap;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.event.ClusterEvent;
import org.jspecify.annotations.Nullable;

/** Something that happened; {@code at} is ISO-8601. */
public record EventJson(
        long id, String name, String at, @Nullable String node, SortedMap<String, String> data) {

    /** Checks that nothing is missing, and copies the data. */
    public EventJson {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(at, "at");
        data = Given.map(data);
    }

    /** Returns the JSON of an event. */
    public static EventJson of(ClusterEvent event) {
        return new EventJson(
                event.id(),
                event.name(),
                event.at().toString(),
                event.node().map(NodeName::value).orElse(null),
                event.data());
    }

    /** Returns the event. */
    public ClusterEvent toEvent() {
        ClusterEvent.Builder builder =
                ClusterEvent.builder().id(id).name(name).at(Instant.parse(at)).data(data);
        Given.when(node, where -> builder.node(NodeName.of(where)));
        return builder.build();
    }
}
