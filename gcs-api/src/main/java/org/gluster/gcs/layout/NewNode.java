/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.layout;

import java.util.ArrayList;
import java.util.List;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.cluster.Zone;
import org.gluster.gcs.internal.Problems;

/**
 * A node that does not exist, for a what-if question.
 *
 * @param name its name
 * @param zone its failure domain
 * @param devices how large its devices are, all of them empty; unmodifiable
 */
@Incubating(since = "0.1.0")
public record NewNode(NodeName name, Zone zone, List<Capacity> devices) {

    /** Checks that there is a device; none throws {@link InvalidRequestException}. */
    public NewNode {
        Problems problems = new Problems("new node");
        problems.required("name", name);
        problems.required("zone", zone);
        devices = List.copyOf(devices);
        problems.check(!devices.isEmpty(), "a new node needs a device at least");
        problems.throwIfAny();
    }

    /**
     * Parses {@code NAME,ZONE,SIZE[,SIZE...]}.
     *
     * @throws InvalidRequestException when it is anything else
     */
    public static NewNode parse(String text) {
        String[] parts = text.split(",", -1);
        if (parts.length < 3) {
            throw InvalidRequestException.of(
                    "new node", List.of("a new node must be NAME,ZONE,SIZE[,SIZE...], e.g. node-9,rack-3,4TiB,4TiB"));
        }
        List<Capacity> devices = new ArrayList<>();
        for (int i = 2; i < parts.length; i++) {
            devices.add(Capacity.parse(parts[i]));
        }
        return new NewNode(NodeName.of(parts[0]), Zone.of(parts[1]), devices);
    }

    /** Returns the text that {@link #parse} reads. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name + "," + zone);
        devices.forEach(device -> text.append(',').append(device));
        return text.toString();
    }
}
