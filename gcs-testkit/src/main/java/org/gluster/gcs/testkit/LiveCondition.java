/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Decides about {@link Live} classes, once for each class. */
final class LiveCondition implements ExecutionCondition {
    private static final List<String> PROGRAMS =
            List.of("losetup", "mount", "umount", "mkfs.xfs", "fallocate", "setfattr", "getfattr", "glusterfsd");
    private static final List<String> NODES = List.of("/dev/loop-control", "/dev/fuse");
    private static final List<String> DIRECTORIES =
            List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (context.getTestMethod().isPresent()) {
            return ConditionEvaluationResult.enabled("decided for its class");
        }
        String name = context.getRequiredTestClass().getName();
        String wanted = System.getProperty("gcs.live", "auto");
        List<String> missing = missing(LiveCondition::there);
        Decision decision = decide(wanted, missing);
        if (decision.run) {
            report("ran " + name);
            return ConditionEvaluationResult.enabled(decision.reason);
        }
        if (decision.fail) {
            throw new ExtensionConfigurationException("gcs.live=on, but " + name + " cannot run: " + decision.reason);
        }
        report("skipped " + name + ": " + decision.reason);
        System.err.println("SKIPPED live test " + name + ": " + decision.reason);
        return ConditionEvaluationResult.disabled(decision.reason);
    }

    /** What is to be done with a class and why. */
    record Decision(boolean run, boolean fail, String reason) {}

    static Decision decide(String wanted, List<String> missing) {
        String lacks = "this machine lacks " + String.join(", ", missing);
        return switch (wanted) {
            case "off" -> new Decision(false, false, "gcs.live=off");
            case "on" -> new Decision(missing.isEmpty(), !missing.isEmpty(), missing.isEmpty() ? "gcs.live=on" : lacks);
            case "auto" -> new Decision(missing.isEmpty(), false, missing.isEmpty() ? "this machine can" : lacks);
            default -> throw new ExtensionConfigurationException("gcs.live is auto, on or off, not " + wanted);
        };
    }

    static List<String> missing(Predicate<String> there) {
        List<String> missing = new ArrayList<>();
        if (!there.test("root")) {
            missing.add("root");
        }
        for (String program : PROGRAMS) {
            if (DIRECTORIES.stream().noneMatch(directory -> there.test(directory + "/" + program))) {
                missing.add(program);
            }
        }
        for (String node : NODES) {
            if (!there.test(node)) {
                missing.add(node);
            }
        }
        return missing;
    }

    private static boolean there(String ability) {
        if (!ability.equals("root")) {
            return Files.exists(Path.of(ability));
        }
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid") instanceof Integer uid && uid == 0;
        } catch (IOException | UnsupportedOperationException notUnix) {
            return false;
        }
    }

    private static synchronized void report(String line) {
        String file = System.getProperty("gcs.live.report", "");
        if (file.isEmpty()) {
            return;
        }
        Path path = Path.of(file);
        try {
            Path parent = path.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.writeString(path, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot append to the report of live tests " + path, failure);
        }
    }
}
