/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What each module may use: what is not named here is forbidden. An arrow of the architecture's picture is a line of
 * {@link #USES}; a library is used where it is named and nowhere else.
 */
final class Arrows {
    private static final String JSPECIFY = "org.jspecify.annotations";
    private static final String JACKSON = "com.fasterxml.jackson..";
    private static final String SLF4J = "org.slf4j..";
    /** In java.base, though its packages do not begin with java. */
    private static final String TLS = "javax.net.ssl";

    private static final String JNA = "com.sun.jna..";
    private static final String JETTY = "org.eclipse.jetty..";
    private static final String JCE = "javax.crypto..";

    private static final Map<String, String> ROOTS = new TreeMap<>(Map.of(
            "gcs-api", "org.gluster.gcs",
            "gcs-core", "org.gluster.gcs.core..",
            "gcs-block", "org.gluster.gcs.block..",
            "gcs-gluster", "org.gluster.gcs.gluster..",
            "gcs-engine", "org.gluster.gcs.engine..",
            "gcs-testkit", "org.gluster.gcs.testkit..",
            "gcs-cli", "org.gluster.gcs.cli..",
            "gcs-benchmarks", "org.gluster.gcs.benchmarks.."));

    private static final List<String> API = List.of(
            "org.gluster.gcs",
            "org.gluster.gcs.audit",
            "org.gluster.gcs.cluster",
            "org.gluster.gcs.event",
            "org.gluster.gcs.layout",
            "org.gluster.gcs.operation",
            "org.gluster.gcs.option",
            "org.gluster.gcs.volume");

    private static final SortedMap<String, Arrow> USES = new TreeMap<>(Map.of(
            "gcs-api", new Arrow(List.of(), List.of(JSPECIFY)),
            "gcs-core",
                    new Arrow(
                            List.of("gcs-api"),
                            List.of(
                                    JSPECIFY,
                                    JACKSON,
                                    SLF4J,
                                    TLS,
                                    "javax.crypto..",
                                    "org.apache.hc..",
                                    "io.github.resilience4j..")),
            "gcs-block", new Arrow(List.of("gcs-api"), List.of(JSPECIFY, SLF4J, JNA)),
            "gcs-gluster", new Arrow(List.of("gcs-api", "gcs-block"), List.of(JSPECIFY, SLF4J, "jdk.net")),
            "gcs-engine",
                    new Arrow(
                            List.of("gcs-api", "gcs-core", "gcs-block", "gcs-gluster"),
                            List.of(
                                    JSPECIFY,
                                    SLF4J,
                                    JACKSON,
                                    "org.h2.mvstore..",
                                    JETTY,
                                    "jdk.net",
                                    JCE,
                                    "javax.security.auth.x500")),
            "gcs-testkit",
                    new Arrow(
                            List.of("gcs-api", "gcs-core", "gcs-block", "gcs-gluster", "gcs-engine"),
                            List.of(
                                    JSPECIFY,
                                    SLF4J,
                                    JACKSON,
                                    "org.junit.jupiter.api..",
                                    "org.assertj..",
                                    "javax.crypto..")),
            "gcs-cli",
                    new Arrow(
                            List.of("gcs-api", "gcs-core", "gcs-block", "gcs-gluster", "gcs-engine", "gcs-testkit"),
                            List.of(JSPECIFY, SLF4J, JACKSON, "picocli..")),
            "gcs-benchmarks",
                    new Arrow(
                            List.of("gcs-api", "gcs-core", "gcs-gluster", "gcs-engine", "gcs-testkit"),
                            List.of(
                                    JSPECIFY,
                                    JACKSON,
                                    "com.sun.management",
                                    "org.apache.hc..",
                                    "org.openjdk.jmh..",
                                    "com.sun.net.httpserver",
                                    "java.lang.management",
                                    "com.sun.management"))));

    /** Which modules and which libraries may be used. */
    private record Arrow(List<String> modules, List<String> libraries) {}

    private Arrows() {}

    /** The modules that have an arrow: all. */
    static List<String> modules() {
        return List.copyOf(USES.keySet());
    }

    /** The classes of a module use nothing but its arrows, its libraries and {@code java.base}. */
    static ArchRule of(String module) {
        Arrow arrow = Objects.requireNonNull(USES.get(module), module);
        List<String> allowed = new ArrayList<>(own(module));
        for (String used : arrow.modules()) {
            allowed.addAll(used.equals("gcs-api") ? API : own(used));
        }
        allowed.addAll(arrow.libraries());
        return classes()
                .that()
                .resideInAnyPackage(own(module).toArray(String[]::new))
                .should()
                .onlyDependOnClassesThat(among(allowed))
                .as(module + " may use " + arrow.modules() + ", " + arrow.libraries() + " and java.base");
    }

    /** The planner is pure: the public API and {@code java.base}, without its files, sockets, threads and clocks. */
    static ArchRule planner() {
        List<String> allowed = new ArrayList<>(API);
        allowed.add("org.gluster.gcs.core.planner..");
        allowed.add(JSPECIFY);
        return classes()
                .that()
                .resideInAPackage("org.gluster.gcs.core.planner..")
                .should()
                .onlyDependOnClassesThat(among(allowed)
                        .and(JavaClass.Predicates.resideOutsideOfPackages(
                                "java.io..", "java.nio..", "java.net..", "java.util.concurrent..")))
                .as("the planner may use the public API and the pure part of java.base");
    }

    /** The wire model is shared by client and server, and knows no HTTP client. */
    static ArchRule wire() {
        return noClasses()
                .that()
                .resideInAPackage("org.gluster.gcs.core.wire..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.hc..", "java.net.http..", "java.net", "org.gluster.gcs.core.rest..")
                .as("the wire model knows no HTTP client");
    }

    /** Jetty carries the front door, and nothing else knows it. */
    static ArchRule jettyAtTheFrontDoor() {
        return noClasses()
                .that()
                .resideOutsideOfPackage("org.gluster.gcs.engine.server")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(JETTY)
                .as("Jetty is used in org.gluster.gcs.engine.server only");
    }

    /** The client and the planner touch no disk, but for the secrets and certificates that a user of the client names. */
    static ArchRule coreTouchesNoDisk() {
        return noClasses()
                .that()
                .resideInAPackage("org.gluster.gcs.core..")
                .and()
                .doNotHaveFullyQualifiedName("org.gluster.gcs.core.rest.NamedFile")
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "open files",
                        type -> type.getName().matches("java\\.nio\\.file\\.Files|java\\.io\\.(File.*|Random.*)")))
                .as("gcs-core touches no disk, but for files of secrets and certificates");
    }

    /** The libraries under the client are no part of what a user of it sees. */
    static ArchRule clientHidesItsLibraries() {
        return classes()
                .that()
                .resideInAPackage("org.gluster.gcs.core.rest..")
                .and()
                .arePublic()
                .should(new ArchCondition<>("have no type of a library in a public signature") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        for (JavaCodeUnit unit : type.getCodeUnits()) {
                            boolean visible = unit.getModifiers().contains(JavaModifier.PUBLIC)
                                    || unit.getModifiers().contains(JavaModifier.PROTECTED);
                            unit.getAllInvolvedRawTypes().stream()
                                    .filter(
                                            used -> visible
                                                    && used.getPackageName()
                                                            .matches(
                                                                    "(org\\.apache|io\\.github|com\\.fasterxml|org\\.slf4j)(\\..*)?"))
                                    .forEach(used -> events.add(SimpleConditionEvent.violated(
                                            type, unit.getFullName() + " shows " + used.getName())));
                        }
                    }
                })
                .as("the client shows no type of the libraries below it");
    }

    /** Commands and processes are behind the {@code Host} port. */
    static ArchRule commandsThroughTheHost() {
        return noClasses()
                .that(DescribedPredicate.describe(
                        "are what a platform depends on, outside the host's package",
                        type -> Stream.of("block.host", "testkit", "cli", "benchmarks")
                                .noneMatch(each -> type.getPackageName().startsWith("org.gluster.gcs." + each))))
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "run commands",
                        type -> type.getName().matches("java\\.lang\\.(ProcessBuilder.*|Process|ProcessImpl|Runtime)")))
                .as("commands run behind the Host port only");
    }

    private static List<String> own(String module) {
        if (!module.equals("gcs-api")) {
            return List.of(Objects.requireNonNull(ROOTS.get(module), module));
        }
        List<String> packages = new ArrayList<>(API);
        packages.add("org.gluster.gcs.internal..");
        return packages;
    }

    private static DescribedPredicate<JavaClass> among(List<String> packages) {
        return JavaClass.Predicates.resideInAnyPackage(packages.toArray(String[]::new))
                .or(DescribedPredicate.describe("java.base", Arrows::isJavaBase));
    }

    private static boolean isJavaBase(JavaClass type) {
        JavaClass element = type.getBaseComponentType();
        return element.isPrimitive()
                || (element.getPackageName().startsWith("java.")
                        && Object.class.getModule().getPackages().contains(element.getPackageName()));
    }
}
