/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.live;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.gluster.gcs.testkit.live.LiveTest.Need;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.platform.commons.support.AnnotationSupport;

/** Skips live tests where they cannot run, and reports each. */
final class LiveTestExtension implements ExecutionCondition, TestWatcher {

    /** JUnit makes these by reflection. */
    LiveTestExtension() {}

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> obstacle = AnnotationSupport.findAnnotation(context.getElement(), LiveTest.class)
                .flatMap(live -> obstacle(
                        List.of(live.value()),
                        "off".equals(System.getProperty("gcs.live")),
                        isRoot(),
                        LiveTestExtension::isInstalled,
                        device -> Files.exists(Path.of(device))));
        obstacle.ifPresent(why -> report("skipped " + name(context) + ": " + why));
        return obstacle.map(ConditionEvaluationResult::disabled)
                .orElseGet(() -> ConditionEvaluationResult.enabled("this machine can run it"));
    }

    /** Why a test cannot run, if it cannot. */
    static Optional<String> obstacle(
            List<Need> needs, boolean off, boolean root, Predicate<String> installed, Predicate<String> there) {
        if (off) {
            return Optional.of("switched off by -Dgcs.live=off");
        }
        if (!root) {
            return Optional.of("needs root");
        }
        List<String> missing = new ArrayList<>();
        for (Need need : needs) {
            programs(need).stream().filter(installed.negate()).forEach(missing::add);
            devices(need).stream().filter(there.negate()).forEach(missing::add);
        }
        return missing.isEmpty() ? Optional.empty() : Optional.of("not on this machine: " + String.join(", ", missing));
    }

    private static List<String> programs(Need need) {
        return switch (need) {
            case STORAGE -> List.of("losetup", "mkfs.xfs", "mount", "fallocate", "getfattr", "setfattr");
            case GLUSTER -> List.of("glusterfsd", "glusterfs", "mount.glusterfs");
        };
    }

    private static List<String> devices(Need need) {
        return switch (need) {
            case STORAGE -> List.of("/dev/loop-control");
            case GLUSTER -> List.of("/dev/fuse");
        };
    }

    private static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isInstalled(String program) {
        Stream<String> path = Arrays.stream(
                Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator));
        return Stream.concat(path, Stream.of("/usr/sbin", "/sbin", "/usr/bin", "/bin"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        report("ran " + name(context));
    }

    @Override
    public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
        report("ran " + name(context));
    }

    @Override
    public void testAborted(ExtensionContext context, @Nullable Throwable cause) {
        report("skipped " + name(context) + ": " + (cause == null ? "aborted" : cause.getMessage()));
    }

    private static String name(ExtensionContext context) {
        String type = context.getTestClass().map(Class::getSimpleName).orElse("");
        return context.getTestMethod().isPresent() ? type + "." + context.getDisplayName() : type;
    }

    private static synchronized void report(String line) {
        String file = System.getProperty("gcs.live.report", "");
        if (file.isEmpty()) {
            return;
        }
        try {
            Path report = Path.of(file).toAbsolutePath();
            Files.createDirectories(report.resolveSibling("."));
            Files.writeString(
                    report,
                    line.replace('\n', ' ') + System.lineSeparator(),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("The report of live tests cannot be written to " + file, e);
        }
    }
}
