/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.gd2;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** A member of the stand-in's cluster. Guarded by its lock. */
final class Gd2Peer {
    final String id;
    final String host;
    final String address;
    final int pid;
    final SortedMap<String, String> metadata = new TreeMap<>();

    Gd2Peer(String id, String host, String address, int pid) {
        this.id = id;
        this.host = host;
        this.address = address;
        this.pid = pid;
        metadata.put("_zone", id);
    }

    String zone() {
        return Objects.requireNonNull(metadata.get("_zone"));
    }

    ObjectNode json(boolean online, boolean withPid) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("id", id).put("name", host);
        node.putArray("peer-addresses").add(address + ":24008");
        node.putArray("client-addresses").add(address + ":24007");
        node.put("online", online);
        if (withPid) {
            node.put("pid", pid);
        }
        metadata.forEach(node.putObject("metadata")::put);
        return node;
    }
}
