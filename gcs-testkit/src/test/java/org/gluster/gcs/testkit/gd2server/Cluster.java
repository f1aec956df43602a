/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.gd2server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ForkJoinPool;
import org.gluster.gcs.engine.assembly.EngineGcs;
import org.gluster.gcs.engine.server.Caller;
import org.gluster.gcs.engine.server.HttpCall;
import org.gluster.gcs.engine.server.HttpHandler;
import org.gluster.gcs.engine.server.HttpReply;
import org.gluster.gcs.engine.server.gd2.Gd2Routes;
import org.gluster.gcs.testkit.host.FakeMachine;
import org.gluster.gcs.testkit.sim.LiveSimulation;

/** A simulated cluster like the one that was recorded: up to three nodes, each with the directories that requests name. */
final class Cluster implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long GIB = 1L << 30;
    private static final Caller ADMIN = new Caller("(test)", Caller.Role.ADMIN, "00000000-0000-4000-8000-000000000000");

    private final LiveSimulation simulation = new LiveSimulation(1);
    private final HttpHandler routes;
    private final SortedMap<String, String> ours = new TreeMap<>();

    /**
     * @param ids recorded uuids of the nodes, the first of which answers
     * @param joined how many of them are members already
     */
    Cluster(List<String> ids, int joined) {
        EngineGcs gcs = simulation.facade(ForkJoinPool.commonPool(), simulation::close);
        for (int i = 1; i <= ids.size(); i++) {
            String name = "gd2-node" + i;
            String address = "10.70.0." + i;
            machine(name);
            machine(address);
            if (i <= joined) {
                gcs.peers().add(peer -> peer.name(name).address(address)).await();
                ours.put(ids.get(i - 1), gcs.peers().get(name).id().toString());
            }
        }
        List<String> reached = java.util.stream.IntStream.rangeClosed(1, ids.size())
                .mapToObj(i -> "10.70.0." + i)
                .toList();
        routes = Gd2Routes.of(gcs.gd2("simulated", reached::contains), "gd2-node1");
    }

    private void machine(String node) {
        FakeMachine machine = simulation.machine(node);
        machine.addDisk(Path.of("/mnt/dev1"), "xfs", 30 * GIB);
        machine.addDisk(Path.of("/mnt/dev2"), "xfs", 10 * GIB);
        machine.addDisk(Path.of("/mnt/bricks"), "xfs", 20 * GIB);
    }

    /** Makes the directories above those that a request names for bricks. */
    void prepare(Recorded recorded) {
        if (!recorded.body().startsWith("{")) {
            return;
        }
        try {
            for (JsonNode subvol : JSON.readTree(recorded.body()).path("subvols")) {
                for (JsonNode brick : subvol.path("bricks")) {
                    Path path = Path.of(brick.path("path").asText());
                    if (path.startsWith("/mnt/bricks") && path.getNameCount() > 3) {
                        for (String node : List.of("gd2-node1", "gd2-node2", "gd2-node3")) {
                            simulation.machine(node).makeDirectories(path.getParent());
                        }
                    }
                }
            }
        } catch (JsonProcessingException | java.nio.file.InvalidPathException meantToBeBad) {
            // then no brick is made of it
        }
    }

    HttpReply ask(String method, String target, String body) {
        return routes.handle(new HttpCall(
                method,
                Comparison.translated(target, ours),
                new TreeMap<>(),
                Comparison.translated(body, ours),
                ADMIN));
    }

    /** What a line of a scene says: {@code METHOD /path body}. */
    HttpReply ask(String line) {
        String[] parts = line.split(" ", 3);
        return ask(parts[0], parts[1], parts.length > 2 ? parts[2] : "");
    }

    /** Plays one exchange; answers in which lines it differs. */
    List<String> play(Recorded recorded) {
        prepare(recorded);
        HttpReply reply = ask(recorded.method(), recorded.target(), recorded.body());
        return new Comparison(ours).compare(recorded, reply);
    }

    /** What is to be done besides requests. */
    void act(String line) {
        String[] words = line.split(" ", -1);
        switch (words[0]) {
            case "kill" -> simulation.killDaemons(words[1]);
            default -> throw new IllegalArgumentException(Arrays.toString(words));
        }
    }

    @Override
    public void close() {
        simulation.close();
    }
}
