/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.gluster.gcs.engine.catalogue.Keys;
import org.gluster.gcs.engine.operation.Requested;
import org.gluster.gcs.engine.operation.VolumeRequests;
import org.gluster.gcs.engine.store.Store.Entry;
import org.gluster.gcs.engine.store.Transaction;
import org.junit.jupiter.api.Test;

/** A later release wrote fields into every record and every value in it; this one works with them, and they are still there. */
class UnknownFieldsTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Fields that hold whatever keys there are, and so no value of ours. */
    private static final Set<String> MAPS = Set.of("data", "labels", "metadata", "options", "starts");

    @Test
    void fieldsOfALaterRelease_surviveOperations_atEveryDepth() {
        Run run = Run.from(Worlds.withVolumes(3, 1), 1, EventLog.off());
        Map<String, Integer> marked = mark(run);
        String untouched = "/" + "volume/" + Worlds.volume(run, "stopped").id();

        SimulatedEngine engine = run.open(Cuts.none());
        run.settle();
        Run.succeeded(run.perform(engine, VolumeRequests.start("created", Requested.PLAIN)));
        Run.succeeded(run.perform(engine, VolumeRequests.stop("created", Requested.PLAIN)));
        Run.succeeded(run.perform(engine, VolumeRequests.stop("started", Requested.PLAIN)));
        engine.kill();
        SimulatedEngine next = run.open(Cuts.none());
        run.settle();
        Run.succeeded(run.perform(next, VolumeRequests.start("started", Requested.PLAIN)));

        assertThat(run.violations()).isEmpty();
        assertThat(Worlds.volume(run, "created").state()).isEqualTo("STOPPED");
        int records = 0;
        for (Entry entry : run.stored()) {
            boolean observedAnew =
                    entry.key().startsWith(Keys.STATUS) && !entry.key().endsWith(untouched);
            if (marked.containsKey(entry.key()) && !observedAnew) {
                assertThat(marks(entry)).as(entry.key()).isEqualTo(marked.get(entry.key()));
                records++;
            }
        }
        assertThat(records).isGreaterThan(20);
        assertThat(marked.get(Keys.volume("created")))
                .as("the volume, its change of options, and its bricks")
                .isEqualTo(5);
    }

    /** Answers how many marks there are in each record. */
    private static Map<String, Integer> mark(Run run) {
        Map<String, Integer> marked = new TreeMap<>();
        for (Entry entry : run.stored()) {
            if (!entry.key().equals(Keys.EPOCH)) {
                JsonNode tree = tree(entry);
                List<ObjectNode> objects = new ArrayList<>();
                values(tree, objects);
                objects.forEach(object -> object.putObject("later").put("kept", true));
                run.world()
                        .store()
                        .commit(Transaction.builder()
                                .put(entry.key(), tree.toString())
                                .build());
                marked.put(entry.key(), objects.size());
            }
        }
        run.settle();
        run.stored().stream()
                .filter(entry -> marked.containsKey(entry.key()))
                .forEach(entry -> assertThat(marks(entry)).isEqualTo(marked.get(entry.key())));
        return marked;
    }

    private static int marks(Entry entry) {
        return tree(entry).findValues("later").size();
    }

    private static JsonNode tree(Entry entry) {
        try {
            return MAPPER.readTree(entry.value());
        } catch (JsonProcessingException unreadable) {
            throw new AssertionError(entry.key(), unreadable);
        }
    }

    /** The record and the values in it. */
    private static void values(JsonNode node, List<ObjectNode> found) {
        if (node instanceof ObjectNode object) {
            found.add(object);
            object.fieldNames().forEachRemaining(name -> {
                if (!MAPS.contains(name)) {
                    values(object.get(name), found);
                }
            });
        } else {
            node.forEach(child -> values(child, found));
        }
    }
}
