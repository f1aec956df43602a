/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server.gd2;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.gluster.gcs.engine.server.gd2.Gd2Backend.Node;

/**
 * The nodes at one moment, which GlusterD2 names by uuid. A node of which no zone was said is its own: GlusterD2 calls that
 * zone by the node's uuid, the engine by its name.
 *
 * @param all by their uuids
 */
record Nodes(List<Node> all) {
    private static final Pattern UUID_FORM =
            Pattern.compile("(urn:uuid:)?[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    Nodes {
        all = List.copyOf(all);
    }

    /** Whether Go would read it as a uuid; that it names a node is another question. */
    static boolean isUuid(String text) {
        return UUID_FORM.matcher(text).matches();
    }

    Optional<Node> byId(String id) {
        return all.stream().filter(node -> node.id().equals(id)).findFirst();
    }

    Optional<Node> byName(String name) {
        return all.stream().filter(node -> node.name().value().equals(name)).findFirst();
    }

    /** The uuid of a node by its name; empty when it has left. */
    String idOf(String name) {
        return byName(name).map(Node::id).orElse("");
    }

    /** How GlusterD2 calls a node's zone. */
    static String zone(Node node) {
        return node.zone().value().equals(node.name().value())
                ? node.id()
                : node.zone().value();
    }

    /** How the engine calls a zone that GlusterD2's clients name. */
    String engineZone(String zone) {
        return byId(zone)
                .filter(node -> zone(node).equals(zone))
                .map(node -> node.name().value())
                .orElse(zone);
    }
}
