/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.host;

import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Programs that a brick's life is made of, done by this JVM itself as a shell does its builtins: to start one of them costs more
 * than what it does. A command is the same value either way, and what it leaves is the same. Only what a builtin is sure of is done
 * here: a command in another form, a kernel without the call, and whatever the kernel refuses goes to the program, which then does
 * it or says in its own words why not. So a builtin fails by having done nothing, or
 * a part of it that its program does over.
 *
 * <p>What differs: a call of the kernel cannot be killed when its deadline passes, as a program can (unless it is held by
 * the kernel too, on a disk that does not answer).
 */
interface Builtins {

    /** Those of this JVM; empty when it can make none of the kernel's calls, which is logged once. */
    static Optional<Builtins> ofThisJvm() {
        return OfThisJvm.BUILTINS;
    }

    /** Does what the command says; empty when nothing was done and its program is to be run. */
    Optional<CommandResult> perform(Command command);

    /** An attribute's value; empty when there is no file, no such attribute, or a file system that keeps none. */
    Optional<byte[]> attribute(Path path, String name) throws Refused;

    /** Replaces what was there. */
    void setAttribute(Path path, String name, byte[] value) throws Refused;

    /** Answers whether it was there. */
    boolean removeAttribute(Path path, String name) throws Refused;

    /** The kernel refused, and nothing was done: the program is to be run, to say why. */
    final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String why) {
            super(why);
        }
    }

    /** Made when somebody first asks. JNA may be absent, so nothing here names a class of it. */
    final class OfThisJvm {
        private static final Logger LOG = LoggerFactory.getLogger(Builtins.class);
        private static final Optional<Builtins> BUILTINS = find();

        private OfThisJvm() {}

        private static Optional<Builtins> find() {
            try {
                return KernelBuiltins.here(OfThisJvm::missing);
            } catch (LinkageError absent) {
                missing("JNA is not on the class path");
                return Optional.empty();
            }
        }

        private static void missing(String why) {
            LOG.info("bricks are made by programs, not by calls of the kernel: {}", why);
        }
    }
}
