/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.process;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.gluster.gcs.block.driver.Driver;
import org.gluster.gcs.block.driver.Observation;
import org.gluster.gcs.block.driver.Problem;
import org.gluster.gcs.block.driver.Step;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.TlsProblem;

/**
 * Looks whether a node has the files with which its daemons are to talk TLS. It makes none and changes none: what is not as
 * it must be is reported, all at once.
 */
public final class TlsFilesDriver implements Driver<TlsFiles, HostCall.TlsFiles> {

    @Override
    public Observation<HostCall.TlsFiles> observe(TlsFiles want) {
        return Observation.of(new HostCall.InspectTls(want.certificate(), want.key(), want.authorities()));
    }

    @Override
    public Step next(TlsFiles want, HostCall.TlsFiles seen) {
        List<TlsProblem> problems = new ArrayList<>(seen.problems());
        boolean read = problems.stream().noneMatch(problem -> problem.file().equals(want.certificate()));
        if (read && want.at().isAfter(seen.validUntil())) {
            problems.add(new TlsProblem(want.certificate(), "expired at " + seen.validUntil()));
        }
        if (read && want.at().isBefore(seen.validFrom())) {
            problems.add(new TlsProblem(want.certificate(), "is not valid before " + seen.validFrom()));
        }
        if (read && !want.subjects().isEmpty() && want.subjects().stream().noneMatch(name -> matches(name, seen))) {
            problems.add(new TlsProblem(
                    want.certificate(),
                    "is for \"" + seen.subject() + "\", which is not among the subjects that are allowed ("
                            + String.join(", ", want.subjects())
                            + "): the node's own daemons could not connect; allow it too"));
        }
        if (problems.isEmpty()) {
            return Step.done();
        }
        boolean missing = problems.stream().allMatch(problem -> problem.why().equals("is missing"));
        return Step.impossible(
                missing ? Problem.Kind.MISSING : Problem.Kind.INVALID,
                "node " + want.node() + " cannot talk TLS: "
                        + problems.stream()
                                .map(problem -> problem.file() + " " + problem.why())
                                .collect(Collectors.joining("; "))
                        + "; put the files of this node in place, and ask again");
    }

    /** As GlusterFS matches names: {@code *} stands for anything. */
    private static boolean matches(String pattern, HostCall.TlsFiles seen) {
        int star = pattern.indexOf('*');
        String name = seen.subject();
        if (star < 0) {
            return pattern.equals(name);
        }
        List<String> parts = List.of(pattern.split("\\*", -1));
        if (!name.startsWith(parts.get(0))) {
            return false;
        }
        int at = parts.get(0).length();
        for (String part : parts.subList(1, parts.size() - 1)) {
            int found = name.indexOf(part, at);
            if (found < 0) {
                return false;
            }
            at = found + part.length();
        }
        String last = parts.get(parts.size() - 1);
        return name.length() - last.length() >= at && name.endsWith(last);
    }
}
