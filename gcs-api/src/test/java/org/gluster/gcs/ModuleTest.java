/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ModuleTest {

    private static final String INTERNAL = "org.gluster.gcs.internal";

    @Test
    void exportsEveryPackageButTheInternalOne_andNeedsNothing() throws IOException, URISyntaxException {
        ModuleDescriptor module;
        try (InputStream compiled = Files.newInputStream(classes().resolve("module-info.class"))) {
            module = ModuleDescriptor.read(compiled);
        }
        assertThat(module.name()).isEqualTo("org.gluster.gcs");
        assertThat(module.requires().stream()
                        .filter(needed -> !needed.modifiers().contains(Requires.Modifier.STATIC)))
                .extracting(Requires::name)
                .containsExactly("java.base");
        assertThat(module.requires().stream()
                        .filter(needed -> needed.modifiers().contains(Requires.Modifier.STATIC)))
                .extracting(Requires::name)
                .containsExactly("org.jspecify");
        assertThat(module.exports()).allMatch(export -> !export.isQualified());
        assertThat(new TreeSet<>(module.exports().stream()
                        .map(ModuleDescriptor.Exports::source)
                        .toList()))
                .containsExactly(
                        "org.gluster.gcs",
                        "org.gluster.gcs.audit",
                        "org.gluster.gcs.cluster",
                        "org.gluster.gcs.event",
                        "org.gluster.gcs.layout",
                        "org.gluster.gcs.operation",
                        "org.gluster.gcs.option",
                        "org.gluster.gcs.volume");
        assertThat(module.opens()).isEmpty();
        assertThat(module.uses()).isEmpty();
        assertThat(module.provides()).isEmpty();
        List<Class<?>> types = types();
        assertThat(new TreeSet<>(types.stream().map(Class::getPackageName).toList()))
                .containsExactlyElementsOf(new TreeSet<>(Stream.concat(
                                Stream.of(INTERNAL), module.exports().stream().map(ModuleDescriptor.Exports::source))
                        .toList()));
    }

    @Test
    void publicTypesAreIncubatingInSource_andFinalSealedOrInterfaces() throws IOException, URISyntaxException {
        List<Class<?>> open = types().stream()
                .filter(type -> Modifier.isPublic(type.getModifiers()))
                .filter(type -> !type.isInterface() && !type.isSealed() && !Modifier.isFinal(type.getModifiers()))
                .toList();
        assertThat(open).isEmpty();
        byte[] mark = "Lorg/gluster/gcs/Incubating;".getBytes(StandardCharsets.US_ASCII);
        for (Class<?> type : types()) {
            boolean exported = Modifier.isPublic(type.getModifiers())
                    && !type.getPackageName().equals(INTERNAL)
                    && type.getEnclosingClass() == null
                    && type != Incubating.class;
            if (exported) {
                assertThat(contains(bytes(type), mark))
                        .as("@Incubating on %s", type)
                        .isTrue();
            }
        }
    }

    private static byte[] bytes(Class<?> type) throws IOException, URISyntaxException {
        return Files.readAllBytes(classes().resolve(type.getName().replace('.', '/') + ".class"));
    }

    private static boolean contains(byte[] whole, byte[] part) {
        String text = new String(whole, StandardCharsets.ISO_8859_1);
        return text.contains(new String(part, StandardCharsets.ISO_8859_1));
    }

    private static Path classes() throws URISyntaxException {
        return Path.of(
                Gcs.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static List<Class<?>> types() throws IOException, URISyntaxException {
        Path root = classes();
        try (Stream<Path> files = Files.walk(root)) {
            List<String> names = files.map(file -> root.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
                    .map(file -> file.substring(0, file.length() - 6).replace('/', '.'))
                    .sorted()
                    .toList();
            assertThat(names).hasSizeGreaterThan(80);
            return names.stream().<Class<?>>map(ModuleTest::load).toList();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, Gcs.class.getClassLoader());
        } catch (ClassNotFoundException impossible) {
            throw new IllegalStateException(name, impossible);
        }
    }
}
