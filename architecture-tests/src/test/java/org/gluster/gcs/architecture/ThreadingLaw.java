/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import org.gluster.gcs.block.driver.Driver;

/**
 * What runs on a loop neither blocks nor sleeps, reads no clock, draws no random number, makes no thread, opens no file or
 * socket, and keeps its state in collections that iterate alike in every JVM. Without this the simulator proves nothing.
 */
final class ThreadingLaw {
    private static final List<String> PACKAGES = List.of("catalogue", "coordinator", "operation", "agent");

    /** Types that a loop has no use for at all, by the beginning of their names. */
    private static final List<String> FORBIDDEN_TYPES = List.of(
            "java.lang.Process",
            "java.lang.Runtime",
            "java.lang.Thread",
            "java.io.File",
            "java.io.RandomAccessFile",
            "java.net.",
            "java.nio.channels.",
            "java.nio.file.FileSystem",
            "java.nio.file.Files",
            "java.security.SecureRandom",
            "java.util.Timer",
            "java.util.concurrent.ConcurrentHashMap",
            "java.util.concurrent.CountDownLatch",
            "java.util.concurrent.CyclicBarrier",
            "java.util.concurrent.Executors",
            "java.util.concurrent.ExecutorService",
            "java.util.concurrent.ForkJoin",
            "java.util.concurrent.Phaser",
            "java.util.concurrent.Scheduled",
            "java.util.concurrent.Semaphore",
            "java.util.concurrent.ThreadLocalRandom",
            "java.util.concurrent.ThreadPoolExecutor",
            "java.util.concurrent.locks.");

    private static final Set<String> HASHED = new TreeSet<>(List.of(
            "java.util.HashMap",
            "java.util.HashSet",
            "java.util.Hashtable",
            "java.util.IdentityHashMap",
            "java.util.WeakHashMap"));

    private static final Set<String> FUTURES = new TreeSet<>(List.of(
            "java.util.concurrent.CompletableFuture",
            "java.util.concurrent.CompletionStage",
            "java.util.concurrent.Future"));

    private ThreadingLaw() {}

    static ArchRule rule() {
        return ArchRuleDefinition.classes()
                .that(DescribedPredicate.describe("run on a loop", ThreadingLaw::runsOnALoop))
                .should(new ArchCondition<>("keep the threading law") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        judge(type, events);
                    }
                });
    }

    /** The four packages, and every driver with what is nested in it. */
    static boolean runsOnALoop(JavaClass type) {
        String name = type.getPackageName() + ".";
        return PACKAGES.stream().anyMatch(each -> name.startsWith("org.gluster.gcs.engine." + each + "."))
                || isDriver(type)
                || type.getEnclosingClass().filter(ThreadingLaw::runsOnALoop).isPresent();
    }

    static boolean isDriver(JavaClass type) {
        return type.isAssignableTo(Driver.class) && !type.isEquivalentTo(Driver.class);
    }

    private static void judge(JavaClass type, ConditionEvents events) {
        type.getDirectDependenciesFromSelf().stream()
                .filter(dependency -> isForbidden(dependency.getTargetClass().getBaseComponentType()))
                .forEach(dependency -> events.add(SimpleConditionEvent.violated(type, dependency.getDescription())));
        for (JavaAccess<?> access : type.getAccessesFromSelf()) {
            if (access.getTarget() instanceof CodeUnitAccessTarget target && breaks(target)) {
                events.add(SimpleConditionEvent.violated(type, access.getDescription()));
            }
        }
    }

    private static boolean isForbidden(JavaClass type) {
        return !type.isEquivalentTo(RuntimeException.class)
                && FORBIDDEN_TYPES.stream().anyMatch(type.getName()::startsWith);
    }

    private static boolean breaks(CodeUnitAccessTarget target) {
        String owner = target.getOwner().getName();
        String name = target.getName();
        List<JavaClass> parameters = target.getRawParameterTypes();
        return readsAClock(owner, name)
                || drawsARandomNumber(owner, name, parameters)
                || iteratesByHash(owner, name, parameters)
                || (FUTURES.contains(owner) && leavesTheLoop(name, parameters))
                || blocks(owner, name)
                || opensAFile(owner, name);
    }

    private static boolean readsAClock(String owner, String name) {
        return (owner.startsWith("java.time.") && name.equals("now"))
                || (owner.equals("java.time.Clock") && (name.startsWith("system") || name.startsWith("tick")))
                || (owner.equals("java.lang.System") && (name.equals("nanoTime") || name.equals("currentTimeMillis")))
                || (owner.equals("java.util.Date") && name.equals("<init>"));
    }

    private static boolean drawsARandomNumber(String owner, String name, List<JavaClass> parameters) {
        return (owner.equals("java.lang.Math") && name.equals("random"))
                || (owner.equals("java.util.UUID") && name.equals("randomUUID"))
                || (owner.startsWith("java.util.random.RandomGenerator")
                        && (name.equals("of") || name.equals("getDefault")))
                || ((owner.equals("java.util.Random") || owner.equals("java.util.SplittableRandom"))
                        && name.equals("<init>")
                        && parameters.isEmpty())
                || (owner.equals("java.util.Collections") && name.equals("shuffle") && parameters.size() == 1)
                || (owner.equals("java.lang.System") && name.equals("identityHashCode"));
    }

    private static boolean iteratesByHash(String owner, String name, List<JavaClass> parameters) {
        boolean array = parameters.size() == 1 && parameters.get(0).isArray();
        return switch (owner) {
            case "java.util.Set" -> name.equals("copyOf") || (name.equals("of") && (array || parameters.size() > 1));
            case "java.util.Map" ->
                name.equals("copyOf") || name.equals("ofEntries") || (name.equals("of") && parameters.size() > 2);
            case "java.util.stream.Collectors" ->
                switch (name) {
                    case "toSet", "toUnmodifiableSet", "toUnmodifiableMap", "toConcurrentMap", "groupingByConcurrent" ->
                        true;
                    case "toMap" -> parameters.size() < 4;
                    case "groupingBy" -> parameters.size() < 3;
                    default -> false;
                };
            default -> HASHED.contains(owner) && name.equals("<init>");
        };
    }

    private static boolean leavesTheLoop(String name, List<JavaClass> parameters) {
        boolean onAnExecutor =
                !parameters.isEmpty() && parameters.get(parameters.size() - 1).isAssignableTo(Executor.class);
        return (name.endsWith("Async") && !onAnExecutor)
                || name.equals("get")
                || name.equals("join")
                || name.equals("orTimeout")
                || name.equals("completeOnTimeout")
                || name.equals("delayedExecutor");
    }

    private static boolean blocks(String owner, String name) {
        return (owner.equals("java.util.concurrent.TimeUnit") && name.equals("sleep"))
                || (owner.equals("java.lang.Object") && (name.equals("wait") || name.startsWith("notify")))
                || (owner.matches("java\\.util\\.concurrent\\..*Blocking.*")
                        && (name.equals("take") || name.equals("put")))
                || (name.toLowerCase(Locale.ROOT).startsWith("parallel") && owner.startsWith("java.util."));
    }

    private static boolean opensAFile(String owner, String name) {
        return owner.equals("java.nio.file.Path")
                && (name.equals("toRealPath") || name.equals("toFile") || name.equals("register"));
    }

    /** The methods of a class that a rule rejects, by name. */
    static Set<String> rejected(ArchRule rule, JavaClass type) {
        List<String> reasons = rule.evaluate(Modules.fixture(type.reflect()))
                .getFailureReport()
                .getDetails();
        Set<String> names = new TreeSet<>();
        type.getMethods().stream()
                .map(JavaMember::getName)
                .filter(name -> reasons.stream().anyMatch(reason -> reason.contains("." + name + "(")))
                .forEach(names::add);
        return names;
    }
}
