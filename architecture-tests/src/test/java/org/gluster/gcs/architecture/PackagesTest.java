/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.lang.module.ModuleFinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gluster.gcs.architecture.unmarked.Unmarked;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Packages and names of modules, read from the built jars. */
class PackagesTest {

    @Test
    void everyPackageIsInOneModule() {
        SortedMap<String, SortedSet<String>> packages = new TreeMap<>();
        Modules.names().forEach(module -> packages.put(module, Modules.packages(Modules.of(module))));
        assertThat(packages).hasSizeGreaterThanOrEqualTo(7);
        assertThat(packages.values().stream().mapToInt(names -> names.size()).sum())
                .isGreaterThan(30);
        assertThat(split(packages)).isEmpty();
    }

    @Test
    void aSplitPackageIsFound() {
        SortedSet<String> ours = new TreeSet<>(List.of("org.gluster.gcs.a", "org.gluster.gcs.b"));
        SortedSet<String> theirs = new TreeSet<>(List.of("org.gluster.gcs.b", "org.gluster.gcs.c"));
        assertThat(split(new TreeMap<>(Map.of("gcs-one", ours, "gcs-two", theirs))))
                .containsExactly("org.gluster.gcs.b is in gcs-one and in gcs-two");
    }

    @Test
    void everyPackageIsNullMarked() {
        for (String module : Modules.names()) {
            assertThat(unmarked(Modules.of(module))).as(module).isEmpty();
        }
    }

    @Test
    void anUnmarkedPackageIsFound() {
        assertThat(unmarked(Modules.fixture(Unmarked.class))).containsExactly("org.gluster.gcs.architecture.unmarked");
    }

    /** The names are for ever: a module that requires one breaks when it changes. */
    @Test
    void modulesKeepTheirNames() {
        SortedMap<String, String> names = new TreeMap<>();
        Modules.byJar()
                .forEach((artifact, jar) -> ModuleFinder.of(jar)
                        .findAll()
                        .forEach(module -> names.put(
                                artifact,
                                module.descriptor().name()
                                        + (module.descriptor().isAutomatic() ? " (automatic)" : " (explicit)"))));
        assertThat(names)
                .containsExactly(
                        Map.entry("gcs-api", "org.gluster.gcs (explicit)"),
                        Map.entry("gcs-benchmarks", "org.gluster.gcs.benchmarks (automatic)"),
                        Map.entry("gcs-block", "org.gluster.gcs.block (automatic)"),
                        Map.entry("gcs-cli", "org.gluster.gcs.cli (automatic)"),
                        Map.entry("gcs-core", "org.gluster.gcs.core (automatic)"),
                        Map.entry("gcs-engine", "org.gluster.gcs.engine (automatic)"),
                        Map.entry("gcs-gluster", "org.gluster.gcs.gluster (automatic)"),
                        Map.entry("gcs-testkit", "org.gluster.gcs.testkit (automatic)"));
    }

    private static List<String> split(SortedMap<String, SortedSet<String>> packages) {
        List<String> found = new ArrayList<>();
        SortedMap<String, String> owners = new TreeMap<>();
        packages.forEach((module, names) -> names.forEach(name -> {
            String other = owners.putIfAbsent(name, module);
            if (other != null) {
                found.add(name + " is in " + other + " and in " + module);
            }
        }));
        return found;
    }

    private static List<String> unmarked(JavaClasses classes) {
        return Modules.packages(classes).stream()
                .filter(name -> !name.isEmpty()) // where module-info is
                .filter(name -> !name.endsWith(".jmh_generated")) // written by the annotation processor
                .filter(name -> classes.getPackage(name)
                        .tryGetPackageInfo()
                        .filter(info -> info.isAnnotatedWith(NullMarked.class))
                        .isEmpty())
                .toList();
    }
}
