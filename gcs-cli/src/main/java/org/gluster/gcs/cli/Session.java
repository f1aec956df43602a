/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.core.wire.ErrorJson;
import org.gluster.gcs.core.wire.WireJson;
import org.jspecify.annotations.Nullable;

/** One run of the program: where it writes, and what the options before and after the command say. */
final class Session {
    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;
    private final Clusters clusters;
    private @Nullable Path data;
    private boolean json;
    private boolean debug;

    Session(PrintStream out, PrintStream err, Map<String, String> environment, Clusters clusters) {
        this.out = out;
        this.err = err;
        this.environment = environment;
        this.clusters = clusters;
    }

    void data(Path directory) {
        data = directory;
    }

    void json(boolean wanted) {
        json = wanted;
    }

    void debug(boolean wanted) {
        debug = wanted;
    }

    PrintStream out() {
        return out;
    }

    PrintStream err() {
        return err;
    }

    boolean json() {
        return json;
    }

    /** The data directory that an option names; nothing when none does. */
    @Nullable
    Path saidData() {
        return data == null ? null : data.toAbsolutePath().normalize();
    }

    Map<String, String> environment() {
        return environment;
    }

    /** The data directory: as said, else of the environment, else the checkout's, else that of a server. */
    Path data() {
        if (data != null) {
            return data.toAbsolutePath().normalize();
        }
        String said = environment.get("GCS_DATA");
        if (said != null && !said.isEmpty()) {
            return Path.of(said).toAbsolutePath().normalize();
        }
        String home = checkout();
        return home.isEmpty() ? Path.of("/var/lib/gcs") : Path.of(home, ".gcs", "dev");
    }

    /** The checkout that the program was started from; empty when it was not. */
    String checkout() {
        return environment.getOrDefault("GCS_HOME", System.getProperty("gcs.home", ""));
    }

    /** The running cluster of the data directory, else the directory itself. */
    Gcs open(boolean create) {
        return clusters.open(data(), create);
    }

    /** Prints records as JSON, or else the text. */
    void print(Object json, String text) {
        if (this.json) {
            out.println(WireJson.writePretty(json));
        } else {
            out.print(text.isEmpty() || text.endsWith("\n") ? text : text + "\n");
        }
    }

    int failed(Exception failure) {
        if (failure instanceof GcsException known) {
            err.println("gcs: " + known.getMessage());
            List<String> problems = known.detail().problems();
            problems.stream()
                    .filter(problem -> !String.valueOf(known.getMessage()).contains(problem))
                    .forEach(problem -> err.println("  - " + problem));
            if (json) {
                out.println(WireJson.writePretty(ErrorJson.of(known.detail())));
            }
        } else {
            err.println("gcs: an unexpected failure, please report it (--debug shows where): " + failure);
        }
        if (debug) {
            failure.printStackTrace(err);
        }
        return 1;
    }
}
