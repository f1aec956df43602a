/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "doctor",
        description = "Checks everything a cluster on this machine needs, and how much of it there can be.",
        mixinStandardHelpOptions = true,
        footer = "%nExits with 0 when everything needed is there.")
final class DoctorCommand implements Callable<Integer> {
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
    record ReportJson(boolean ready, List<Doctor.Check> checks, List<Doctor.Limit> limits) {}

    @Override
    public Integer call() {
        Doctor doctor = new Doctor(machine);
        List<Doctor.Check> checks = doctor.checks();
        List<Doctor.Limit> limits = doctor.limits();
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
                : "\nAt most about " + limits.get(0).bricks() + " bricks on this machine: "
                        + limits.get(0).name() + " binds first.\n";
        session.print(
                new ReportJson(ready, checks, limits),
                found + "\n" + capacity + first
                        + (ready ? "\neverything needed is there\n" : "\nNOT ready: see MISSING above\n"));
        return ready ? 0 : 1;
    }
}
