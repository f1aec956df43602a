/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What an earlier run left in its directory when it was killed. */
final class Earlier {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Earlier() {}

    /** Removes it all, the directory too; answers what was done, as the end of a sentence. */
    static String cleanUp(Path home) {
        if (!Files.exists(home)) {
            return "";
        }
        Path data = home.resolve("data");
        for (Path mounted : Machine.mountsBelow(home)) {
            if (!mounted.startsWith(data)) {
                Machine.shell("umount -l " + mounted);
            }
        }
        String removed = "";
        if (Files.isDirectory(data.resolve("store"))) {
            Machine.await(
                    "the earlier run to end",
                    LIMIT,
                    () -> Machine.about(home).stream()
                            .noneMatch(line -> line.startsWith("process ") && line.contains(Worker.class.getName())));
            try (Engine engine = Engine.start(data)) {
                JsonNode cleared = engine.ask("clear");
                removed = ": " + cleared.get("volumes").asInt() + " volumes, "
                        + cleared.get("devices").asInt() + " devices, "
                        + cleared.get("peers").asInt() + " nodes";
            }
        }
        Machine.deleteTree(home);
        return "; cleaned up what an earlier run had left" + removed;
    }
}
