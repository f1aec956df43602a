/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.gluster.gcs.gluster.process.MachineLimits;
import picocli.CommandLine.Command;

@Command(
        name = "doctor",
        description = "Checks everything a cluster on this machine needs, and how much of it there can be.",
        mixinStandardHelpOptions = true,
        footer = "%nExits with 0 when everything needed is there.")
final class DoctorCommand implements Callable<Integer> {
    private static final int COPIES = 3;

    private final Session session;
    private final Machine machine;

    DoctorCommand(Session session) {
        this(session, Machine.local());
    }

    DoctorCommand(Session session, Machine machine) {
        this.session = session;
        this.machine = machine;
    }

    /** What {@code doctor} prints as JSON. */
    record ReportJson(
            boolean ready, List<Doctor.Check> checks, List<MachineLimits.Limit> limits, CapacityJson capacity) {}

    /**
     * How much the limits allow on this machine.
     *
     * @param bricks at most
     * @param volumesOnThisMachine of three copies, all of them here
     * @param volumesOfThreeMachines of three copies, on three machines like this one
     * @param binds the limit that says so; empty when none is known
     */
    record CapacityJson(
            long bricks, long volumesOnThisMachine, long volumesOfThreeMachines, String binds, String remedy) {
        static CapacityJson of(List<MachineLimits.Limit> limits) {
            if (limits.isEmpty()) {
                return new CapacityJson(0, 0, 0, "", "");
            }
            MachineLimits.Limit first = limits.get(0);
            return new CapacityJson(
                    first.bricks(), first.bricks() / COPIES, first.bricks(), first.name(), first.remedy());
        }
    }

    @Override
    public Integer call() {
        Doctor doctor = new Doctor(machine);
        List<Doctor.Check> checks = doctor.checks();
        List<MachineLimits.Limit> limits = doctor.limits();
        CapacityJson allowed = CapacityJson.of(limits);
        boolean ready = checks.stream().noneMatch(check -> check.verdict() == Doctor.Verdict.MISSING);
        Table found = Table.of("CHECK", "", "FOUND", "WHAT TO DO");
        checks.forEach(check -> found.row(
                check.name(),
                switch (check.verdict()) {
                    case GOOD -> "ok";
                    case NOTICE -> "note";
                    case MISSING -> "MISSING";
                },
                check.found(),
                check.remedy()));
        Table capacity = Table.of("LIMIT", "VALUE", "BRICKS", "HOW TO RAISE IT");
        limits.forEach(limit -> capacity.row(
                limit.name(), Long.toString(limit.value()), Long.toString(limit.bricks()), limit.remedy()));
        String first = limits.isEmpty()
                ? ""
                : "\nAt most about " + allowed.bricks() + " bricks on this machine: " + allowed.binds()
                        + " binds first.\nThat is " + allowed.volumesOnThisMachine()
                        + " volumes of three copies on this machine alone, " + allowed.volumesOfThreeMachines()
                        + " on three like it. To raise it: " + allowed.remedy() + "\n";
        session.print(
                new ReportJson(ready, checks, limits, allowed),
                found + "\n" + capacity + first
                        + (ready ? "\neverything needed is there\n" : "\nNOT ready: see MISSING above\n"));
        return ready ? 0 : 1;
    }
}
