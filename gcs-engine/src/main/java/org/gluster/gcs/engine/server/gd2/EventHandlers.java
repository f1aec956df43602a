/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server.gd2;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.core.wire.gd2.EventInfo;
import org.gluster.gcs.engine.server.HttpReply;
import org.gluster.gcs.event.ClusterEvent;
import org.gluster.gcs.event.EventPage;

/** The route of events: all that are kept, the oldest first. */
final class EventHandlers {
    private final Gd2Backend backend;
    private final String self;

    /**
     * @param self name of the node that answers, which stands for events of no node in particular
     */
    EventHandlers(Gd2Backend backend, String self) {
        this.backend = backend;
        this.self = self;
    }

    HttpReply list(Gd2Call call) {
        Nodes nodes = new Nodes(backend.nodes());
        String cluster = backend.clusterId();
        List<EventInfo> infos = new ArrayList<>();
        long since = 0;
        EventPage page;
        do {
            long after = since;
            page = backend.gcs().events().list(query -> query.since(after));
            page.events().forEach(event -> infos.add(info(event, cluster, nodes)));
            since = page.last();
        } while (!page.events().isEmpty());
        return Gd2Call.ok(infos);
    }

    private EventInfo info(ClusterEvent event, String cluster, Nodes nodes) {
        return new EventInfo(
                id(cluster, event.id()),
                event.name(),
                event.data(),
                nodes.idOf(event.node().map(NodeName::value).orElse(self)),
                DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(event.at().atOffset(ZoneOffset.UTC)));
    }

    /** GlusterD2 names events by uuids; this one is the same whichever node is asked. */
    private static String id(String cluster, long number) {
        return UUID.nameUUIDFromBytes((cluster + " event " + number).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
