/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.host;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One program with its argument vector. No shell is involved, no argument is split or expanded, and no argument may hold
 * a secret.
 *
 * @param arguments program first, found on the usual system path
 * @param deadline after it the process tree is killed and the outcome is unknown
 * @param exclusive name of a machine-wide lock held while it runs, e.g. {@link #LOOP_ATTACH}; empty for none
 */
public record Command(List<String> arguments, Duration deadline, Optional<String> exclusive) {

    /** Finding and taking a free loop device: two at once on one machine race and get slow. */
    public static final String LOOP_ATTACH = "loop-attach";

    /** Longest output kept of each stream, in bytes; what goes beyond is read and dropped. */
    public static final int MAX_OUTPUT = 64 * 1024;

    private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(60);

    public Command {
        arguments = List.copyOf(arguments);
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException("a command needs a program");
        }
    }

    /** A command with the default deadline of 60 s and no lock. */
    public static Command of(String... arguments) {
        return new Command(List.of(arguments), DEFAULT_DEADLINE, Optional.empty());
    }

    /** The same with another deadline. */
    public Command within(Duration other) {
        return new Command(arguments, other, exclusive);
    }

    /** The same under a machine-wide lock. */
    public Command exclusively(String lock) {
        return new Command(arguments, deadline, Optional.of(lock));
    }

    /** The program's name without its directory. */
    public String program() {
        String first = arguments.get(0);
        return first.substring(first.lastIndexOf('/') + 1);
    }

    /** As one would type it, for messages only. */
    public String line() {
        return String.join(" ", arguments);
    }
}
