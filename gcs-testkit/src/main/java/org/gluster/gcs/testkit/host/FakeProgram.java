/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.host;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gluster.gcs.block.host.Command;
import org.gluster.gcs.block.host.CommandResult;
import org.gluster.gcs.block.host.HostException;

/**
 * What one program does to a {@link FakeMachine}. Stateless, since a machine's copies share it: what a program must
 * remember lives in the machine's files and processes. An option that it does not model is an {@link AssertionError},
 * never a guess; {@link ProgramArguments} sees to that.
 */
public interface FakeProgram {

    /** The program's name without a directory, e.g. {@code mkfs.xfs}. */
    String name();

    /**
     * Runs it to its end.
     *
     * @throws HostException as {@link Invocation#failed} makes it, when the real program would end with that status
     */
    CommandResult run(FakeMachine machine, Invocation invocation);

    /**
     * How a program was called.
     *
     * @param command program and arguments
     * @param marks what its environment carries
     * @param daemon whether by {@code StartDaemon}
     */
    record Invocation(Command command, SortedMap<String, String> marks, boolean daemon) {
        /** Copies the marks. */
        public Invocation {
            marks = Collections.unmodifiableSortedMap(new TreeMap<>(marks));
        }

        /** The end of a program that did not succeed. */
        public HostException failed(int status, String error) {
            return HostException.ofCommand(command, status, error);
        }

        /** The end of a program that printed this and succeeded. */
        public CommandResult printed(String output) {
            return new CommandResult(output, "");
        }
    }
}
