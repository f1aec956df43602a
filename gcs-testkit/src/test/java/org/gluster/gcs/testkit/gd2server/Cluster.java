/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.gd2server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ForkJoinPool;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    private static final Pattern BRICK = Pattern.compile("\"(/mnt/bricks/[^\"/]+/[^\"]*)\"");
    private static final long GIB = 1L << 30;
    private static final Caller ADMIN = new Caller("(test)", Caller.Role.ADMIN, "00000000-0000-4000-8000-000000000000");

    private final LiveSimulation simulation = new LiveSimulation(1);
    private final List<String> reached;
    private final String self;
    private HttpHandler routes;
    private final SortedMap<String, String> ours = new TreeMap<>();
    private final List<FakeMachine> machines = new ArrayList<>();

    /**
     * @param recorded the nodes, the first of which answers
     * @param joined how many of them are members already
     */
    Cluster(List<Scene.Node> recorded, int joined) {
        EngineGcs gcs = simulation.facade(ForkJoinPool.commonPool(), simulation::close);
        for (int i = 0; i < recorded.size(); i++) {
            Scene.Node node = recorded.get(i);
            String name = i < joined ? node.name() : node.address(); // a node that is added is named after its address
            machine(name);
            if (i < joined) {
                gcs.peers().add(peer -> peer.name(name).address(node.address())).await();
                ours.put(node.id(), gcs.peers().get(name).id().toString());
            }
        }
        reached = recorded.stream().map(Scene.Node::address).toList();
        self = recorded.get(0).name();
        routes = routes(gcs);
    }

    private HttpHandler routes(EngineGcs gcs) {
        return Gd2Routes.of(gcs.gd2("simulated", reached::contains), self);
    }

    private void machine(String node) {
        FakeMachine machine = simulation.machine(node);
        machine.addDisk(Path.of("/mnt/dev1"), "xfs", 30 * GIB);
        machine.addDisk(Path.of("/mnt/dev2"), "xfs", 10 * GIB);
        machine.addDisk(Path.of("/mnt/bricks"), "xfs", 20 * GIB);
        machines.add(machine);
    }

    /** Makes the directories above those that a request names for bricks. */
    private void prepare(String body) {
        Matcher brick = BRICK.matcher(body);
        while (brick.find()) {
            Path above = Path.of(brick.group(1)).normalize().getParent();
            if (above != null) {
                machines.forEach(machine -> machine.makeDirectories(above));
            }
        }
    }

    HttpReply ask(String method, String target, String body) {
        prepare(body);
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
        HttpReply reply = ask(recorded.method(), recorded.target(), recorded.body());
        return new Comparison(ours).compare(recorded, reply);
    }

    /** A request, {@code kill NODE}: all its daemons, or {@code restart}: of the engine. */
    void act(String line) {
        if (line.equals("restart")) {
            simulation.restart();
            simulation.advance(Duration.ofSeconds(10)); // every node has read what there is
            routes = routes(simulation.facade(ForkJoinPool.commonPool(), simulation::close));
            return;
        }
        if (line.startsWith("kill ")) {
            assertThat(simulation.killDaemons(line.substring("kill ".length())))
                    .as(line)
                    .isPositive();
            return;
        }
        HttpReply reply = ask(line);
        assertThat(reply.status()).as("%s: %s", line, reply.body()).isLessThan(300);
    }

    @Override
    public void close() {
        simulation.close();
    }
}
