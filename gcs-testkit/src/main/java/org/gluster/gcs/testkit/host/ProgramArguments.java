/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.host;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gluster.gcs.block.host.Command;

/**
 * An argument vector taken apart: known flags, known options with values, and operands. Anything else is an
 * {@link AssertionError}, so that a driver cannot use what the model does not know. Immutable.
 */
public final class ProgramArguments {
    private final Command command;
    private final Map<String, List<String>> options = new TreeMap<>();
    private final List<String> operands = new ArrayList<>();

    private ProgramArguments(Command command) {
        this.command = command;
    }

    /**
     * Takes a command apart.
     *
     * @param flags options without a value, dashes included; one like {@code --direct-io=on} is compared whole
     * @param valued options with a value, in the next argument or, for those with two dashes, behind an equals sign
     */
    public static ProgramArguments parse(Command command, List<String> flags, List<String> valued) {
        ProgramArguments parsed = new ProgramArguments(command);
        List<String> arguments = command.arguments();
        for (int i = 1; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
            if (!argument.startsWith("-")) {
                parsed.operands.add(argument);
            } else if (flags.contains(argument)) {
                parsed.add(argument, "");
            } else if (equals > 0 && valued.contains(argument.substring(0, equals))) {
                parsed.add(argument.substring(0, equals), argument.substring(equals + 1));
            } else if (valued.contains(argument) && i + 1 < arguments.size()) {
                parsed.add(argument, arguments.get(++i));
            } else {
                throw parsed.notModelled("option " + argument);
            }
        }
        return parsed;
    }

    private void add(String option, String value) {
        options.computeIfAbsent(option, name -> new ArrayList<>()).add(value);
    }

    /** Whether a flag or option was given under any of its names. */
    public boolean has(String... names) {
        for (String name : names) {
            if (options.containsKey(name)) {
                return true;
            }
        }
        return false;
    }

    /** The last value of an option under any of its names. */
    public Optional<String> value(String... names) {
        for (String name : names) {
            List<String> values = options.get(name);
            if (values != null) {
                return Optional.of(values.get(values.size() - 1));
            }
        }
        return Optional.empty();
    }

    /** All values of a repeatable option, in order. */
    public List<String> values(String name) {
        return Collections.unmodifiableList(options.getOrDefault(name, List.of()));
    }

    /** The operands, of which there must be this many. */
    public List<String> operands(int count) {
        if (operands.size() != count) {
            throw notModelled(operands.size() + " operands");
        }
        return Collections.unmodifiableList(operands);
    }

    /** Says that the model does not know this. */
    public AssertionError notModelled(String what) {
        return new AssertionError("the fake " + command.program() + " does not model " + what + ": " + command.line());
    }
}
