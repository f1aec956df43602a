/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.process;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.gluster.gcs.block.driver.Driver;
import org.gluster.gcs.block.driver.Observation;
import org.gluster.gcs.block.driver.Step;
import org.gluster.gcs.block.host.Bytes;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.ProcessEntry;
import org.gluster.gcs.block.host.HostException;
import org.gluster.gcs.gluster.rpc.BrickOps;
import org.gluster.gcs.gluster.rpc.RpcException;
import org.gluster.gcs.gluster.rpc.Volfile;

/**
 * Attaches bricks to their processes and detaches them. The process itself is asked what it serves, so it does not matter
 * which of our requests it carried out. Other bricks of the process notice nothing.
 */
public final class AttachedBrickDriver implements Driver<AttachedBrick, AttachedBrickDriver.Seen> {
    /** Longest volfile of a brick with the line before it. */
    public static final int MAX_VOLFILE = 1 << 20;

    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration ATTACH = Duration.ofSeconds(60);
    private static final int MAX_REPLY = 64 * 1024;

    /** What a process says of a brick. */
    public enum Served {
        /** It serves it. */
        YES,
        /** It does not. */
        NO,
        /** It says nothing. */
        SILENT
    }

    /**
     * What was seen.
     *
     * @param processes that carry the marks, by pid
     * @param served whether it says that it serves the brick
     * @param file the brick's volfile, if there is one: to whom it says that the brick was attached
     * @param mounted whether the brick's own file system is mounted, if it has one
     */
    public record Seen(
            List<ProcessEntry> processes, Served served, Optional<Optional<Attachment>> file, boolean mounted) {
        public Seen {
            processes = List.copyOf(processes);
        }
    }

    @Override
    public Observation<Seen> observe(AttachedBrick want) {
        return Observation.of(new HostCall.Processes(want.marks()))
                .with(
                        Observation.of(new HostCall.Ask(
                                want.socket(), BrickOps.serves(want.root().toString()), MAX_REPLY, ANSWER)),
                        (processes, answer) -> new Seen(processes, served(answer), Optional.empty(), false))
                .with(
                        Observation.of(new HostCall.ReadFile(want.file(), MAX_VOLFILE)),
                        (seen, file) -> new Seen(seen.processes(), seen.served(), noted(file), false))
                .with(
                        mounted(want),
                        (seen, mounted) -> new Seen(seen.processes(), seen.served(), seen.file(), mounted));
    }

    private static Optional<Optional<Attachment>> noted(Optional<String> file) {
        return file.isPresent() ? Optional.of(Attachment.of(file.get())) : Optional.empty();
    }

    private static Served served(Optional<Bytes> answer) {
        return answer.map(reply -> BrickOps.isServed(reply) ? Served.YES : Served.NO)
                .orElse(Served.SILENT);
    }

    private static Observation<Boolean> mounted(AttachedBrick want) {
        return want.ownFileSystem() && want.present()
                ? Observation.of(new HostCall.IsMountPoint(want.mount()))
                : Observation.constant(true);
    }

    @Override
    public Step next(AttachedBrick want, Seen seen) {
        if (seen.processes().isEmpty()) {
            return want.present()
                    ? Step.retry("brick " + want.root() + " waits for its process " + want.process())
                    : forget(want, seen);
        }
        if (seen.served() == Served.SILENT) {
            return Step.waitFor(ANSWER, "the brick process " + want.process() + " does not answer its manager");
        }
        boolean served = seen.served() == Served.YES;
        if (!want.present()) {
            return served ? detach(want) : forget(want, seen);
        }
        Attachment wanted = want.attachment(seen.processes().get(0));
        Optional<Attachment> noted = seen.file().flatMap(there -> there);
        if (served
                && want.replace()
                && noted.filter(is -> is.starts() == want.starts()).isEmpty()) {
            return detach(want);
        }
        if (served) {
            boolean known = noted.filter(is -> is.process().equals(want.process()) && is.pid() == wanted.pid())
                    .isPresent();
            return known ? Step.done() : Step.act(write(want, wanted));
        }
        if (!seen.mounted()) {
            return Step.retry(
                    "brick " + want.root() + " waits for its file system: nothing is mounted at " + want.mount());
        }
        return Step.inOrder(
                new HostCall.VolfileGiven(want.volfileKey(), want.processKey(), ""),
                write(want, wanted),
                new HostCall.Exchange(want.socket(), BrickOps.attach(want.file()), MAX_REPLY, ATTACH),
                new HostCall.VolfileGiven(want.volfileKey(), want.processKey(), Volfile.checksum(want.volfile())));
    }

    private static Step detach(AttachedBrick want) {
        return Step.act(new HostCall.Exchange(
                want.socket(), BrickOps.terminate(want.root().toString()), MAX_REPLY, ANSWER));
    }

    /** Only where no process serves it is nothing to be remembered. */
    private static Step forget(AttachedBrick want, Seen seen) {
        return seen.file().isPresent()
                ? Step.inOrder(
                        new HostCall.VolfileGiven(want.volfileKey(), want.processKey(), ""),
                        new HostCall.Delete(want.file()))
                : Step.done();
    }

    /** The process ends with the machine at the latest, and what is written about it means nothing after that. */
    private static HostCall.WriteNote write(AttachedBrick want, Attachment attachment) {
        return new HostCall.WriteNote(want.file(), attachment.on(want.volfile()), "rw-------");
    }

    @Override
    public void check(HostCall<?> call, Object answer) {
        if (call instanceof HostCall.Exchange exchange && answer instanceof Bytes reply) {
            String refusal;
            try {
                BrickOps.Answer read = BrickOps.answer(reply);
                refusal = read.isOk() ? "" : "errno " + read.errno();
            } catch (RpcException noAnswer) {
                refusal = String.valueOf(noAnswer.getMessage());
            }
            if (!refusal.isEmpty()) {
                throw new HostException(
                        HostException.Kind.FAILED,
                        "the brick process at " + exchange.socket() + " refused a brick: " + refusal);
            }
        }
    }

    @Override
    public Step failed(AttachedBrick want, HostException failure) {
        return failure.kind() == HostException.Kind.FAILED
                ? Step.retry("brick " + want.root() + " was not attached to its process " + want.process()
                        + ": its directory is not what it was or the process has no descriptors left, the process' log"
                        + " says which (" + failure.getMessage() + ")")
                : Driver.super.failed(want, failure);
    }
}
