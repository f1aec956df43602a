/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The jars of this project on the class path, by artifact, and the classes of this module that break the rules on purpose. */
final class Modules {
    private static final Pattern JAR = Pattern.compile("(gcs-[a-z-]+?)-[0-9].*\\.jar");
    private static final ClassFileImporter IMPORTER = new ClassFileImporter();
    private static final SortedMap<String, Path> JARS = jars();
    private static final SortedMap<String, JavaClasses> CLASSES = classes();

    private Modules() {}

    private static SortedMap<String, Path> jars() {
        SortedMap<String, Path> found = new TreeMap<>();
        for (String entry : System.getProperty("java.class.path", "").split(Pattern.quote(File.pathSeparator), -1)) {
            Path path = Path.of(entry);
            Matcher jar = JAR.matcher(String.valueOf(path.getFileName()));
            if (jar.matches() && Files.exists(path)) {
                found.put(jar.group(1), path);
            }
        }
        return found;
    }

    private static SortedMap<String, JavaClasses> classes() {
        SortedMap<String, JavaClasses> imported = new TreeMap<>();
        JARS.forEach((name, jar) -> imported.put(name, load(List.of(jar))));
        return imported;
    }

    private static JavaClasses load(List<Path> paths) {
        List<JarFile> files = new ArrayList<>();
        try {
            for (Path path : paths) {
                files.add(new JarFile(path.toFile()));
            }
            return IMPORTER.importJars(files);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            files.forEach(Modules::close);
        }
    }

    private static void close(JarFile file) {
        try {
            file.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The jars by artifact. */
    static SortedMap<String, Path> byJar() {
        return new TreeMap<>(JARS);
    }

    /** The artifacts. */
    static List<String> names() {
        return List.copyOf(JARS.keySet());
    }

    /** The classes of one artifact. */
    static JavaClasses of(String artifact) {
        return Objects.requireNonNull(CLASSES.get(artifact), artifact);
    }

    /** The classes of all artifacts. */
    static JavaClasses all() {
        return load(List.copyOf(JARS.values()));
    }

    /** Every package in which an artifact has a class. */
    static SortedSet<String> packages(JavaClasses classes) {
        SortedSet<String> names = new TreeSet<>();
        for (JavaClass each : classes) {
            names.add(each.getPackageName());
        }
        return names;
    }

    /** A class of this module that breaks a rule. */
    static JavaClasses fixture(Class<?>... types) {
        return IMPORTER.importClasses(types);
    }
}
