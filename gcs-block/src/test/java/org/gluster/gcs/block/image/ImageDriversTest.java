/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.gluster.gcs.block.driver.Problem;
import org.gluster.gcs.block.driver.Step;
import org.gluster.gcs.block.host.Command;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.FileStatus;
import org.gluster.gcs.block.host.HostCall.FileType;
import org.gluster.gcs.block.host.HostCall.LoopEntry;
import org.gluster.gcs.block.image.ImageFile.Policy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ImageDriversTest {
    private static final long SIZE = 512L << 20;
    private static final Path TEMPLATE = Path.of("/d/templates/xfs-" + SIZE + ".img");
    private static final Path IMAGE = Path.of("/d/bricks/b1.img");
    private static final String OWNER = "{\"cluster\":\"c1\",\"brick\":\"b1\"}";
    private static final Optional<FileStatus> DIRECTORY = Optional.of(new FileStatus(FileType.DIRECTORY, 4096));
    private static final Optional<FileStatus> FULL = Optional.of(new FileStatus(FileType.FILE, SIZE));
    private static final Optional<FileStatus> OTHER_SIZE = Optional.of(new FileStatus(FileType.FILE, SIZE - 4096));

    private final TemplateDriver templates = new TemplateDriver();
    private final ImageFileDriver images = new ImageFileDriver();

    @Test
    void templateIsMadeUnderOtherNamesAndRenamedAtTheEnd() {
        Template want = new Template(TEMPLATE, SIZE, true);
        Step step = templates.next(want, new TemplateDriver.Seen(DIRECTORY, Optional.empty(), false, true));

        assertThat(lines(step))
                .containsExactly(
                        "Delete " + TEMPLATE + ".part",
                        "Delete " + TEMPLATE + ".part2",
                        "mkfs.xfs -q -s size=4096 -i size=512 -n size=8192 -d file,name=" + TEMPLATE + ".part,size="
                                + SIZE,
                        "cp --sparse=always --reflink=never " + TEMPLATE + ".part " + TEMPLATE + ".part2",
                        "Sync " + TEMPLATE + ".part2",
                        "Rename " + TEMPLATE + ".part2",
                        "Delete " + TEMPLATE + ".part",
                        "Sync /d/templates",
                        "SetAttribute " + TEMPLATE);
        assertThat(templates.next(want, new TemplateDriver.Seen(DIRECTORY, FULL, true, false)))
                .isEqualTo(Step.done());
    }

    @Test
    void aSmallTemplateIsMadeAsTheToolsDoNotSupport() {
        Path path = Path.of("/d/templates").resolve(Template.fileName(20L << 20, true));
        Step step = templates.next(
                new Template(path, 20L << 20, true, true),
                new TemplateDriver.Seen(DIRECTORY, Optional.empty(), false, false));

        assertThat(path).hasFileName("xfs-small-20971520.img");
        assertThat(lines(step))
                .contains("mkfs.xfs -q --unsupported -m reflink=0 -s size=4096 -i size=512 -n size=8192 -d file,name="
                        + path + ".part,size=20971520");
    }

    @Test
    void templateWhoseNameMayNotBeDurable_isMadeDurableFirst() {
        Template want = new Template(TEMPLATE, SIZE, true);
        assertThat(lines(templates.next(want, new TemplateDriver.Seen(DIRECTORY, FULL, false, false))))
                .containsExactly("Sync /d/templates", "SetAttribute " + TEMPLATE);
        assertThat(lines(templates.next(want, new TemplateDriver.Seen(DIRECTORY, FULL, true, true))))
                .containsExactly("Delete " + TEMPLATE + ".part", "Delete " + TEMPLATE + ".part2");
    }

    @Test
    void templateOfAnotherSizeIsReported() {
        Template want = new Template(TEMPLATE, SIZE, true);
        assertThat(kind(templates.next(want, new TemplateDriver.Seen(DIRECTORY, OTHER_SIZE, true, false))))
                .isEqualTo(Problem.Kind.FOREIGN);
        assertThat(kind(templates.next(
                        want, new TemplateDriver.Seen(Optional.empty(), Optional.empty(), false, false))))
                .isEqualTo(Problem.Kind.MISSING);
    }

    @Test
    void templateGoesWithAllItsNames() {
        Template want = new Template(TEMPLATE, SIZE, false);
        assertThat(lines(templates.next(want, new TemplateDriver.Seen(DIRECTORY, FULL, true, false))))
                .containsExactly(
                        "Delete " + TEMPLATE + ".part",
                        "Delete " + TEMPLATE + ".part2",
                        "Delete " + TEMPLATE,
                        "Sync /d/templates");
        assertThat(templates.next(want, new TemplateDriver.Seen(DIRECTORY, Optional.empty(), false, false)))
                .isEqualTo(Step.done());
    }

    @Test
    void sizesThatXfsCannotHaveAreRefused() {
        assertThatThrownBy(() -> new Template(TEMPLATE, (300L << 20) - 4096, true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Template(TEMPLATE, (16L << 20) - 4096, true, true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Template(TEMPLATE, (300L << 20) + 1, true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ImageFile(IMAGE, SIZE, SIZE, Policy.THIN, TEMPLATE, "0xff", false, true))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void reservedImageIsCopiedAllocatedTaggedSyncedAndThenNamed() {
        assertThat(lines(images.next(image(Policy.RESERVED, false, true), nothing(true))))
                .containsExactly(
                        "Delete " + IMAGE + ".part",
                        "cp --sparse=always --reflink=never " + TEMPLATE + " " + IMAGE + ".part",
                        "fallocate --length " + SIZE + " " + IMAGE + ".part",
                        "SetAttribute " + IMAGE + ".part",
                        "Sync " + IMAGE + ".part",
                        "Rename " + IMAGE + ".part",
                        "Sync /d/bricks",
                        "SetAttribute " + IMAGE);
    }

    @Test
    void thinImageIsNotAllocated() {
        assertThat(lines(images.next(image(Policy.THIN, false, true), nothing(false))))
                .noneMatch(line -> line.startsWith("fallocate"))
                .hasSize(7);
    }

    static Stream<Arguments> presentImages() {
        ImageFile reserved = image(Policy.RESERVED, true, true);
        ImageFile thin = image(Policy.THIN, true, true);
        return Stream.of(
                arguments(reserved, seen(FULL, OWNER, true, SIZE, false), List.of()),
                arguments(thin, seen(FULL, OWNER, true, 0, false), List.of()),
                arguments(
                        reserved,
                        seen(FULL, OWNER, true, SIZE - 4096, false),
                        List.of("fallocate --length " + SIZE + " " + IMAGE, "Sync " + IMAGE)),
                arguments(thin, seen(FULL, OWNER, true, 0, true), List.of("Delete " + IMAGE + ".part")),
                arguments(
                        thin,
                        seen(FULL, OWNER, false, 0, false),
                        List.of("Sync " + IMAGE, "Sync /d/bricks", "SetAttribute " + IMAGE)));
    }

    @ParameterizedTest
    @MethodSource("presentImages")
    void finishesWhatIsAlmostThere(ImageFile want, ImageFileDriver.Seen seen, List<String> expected) {
        assertThat(lines(images.next(want, seen))).isEqualTo(expected);
    }

    static Stream<Arguments> refusedImages() {
        ImageFile fresh = image(Policy.THIN, false, true);
        ImageFile gone = image(Policy.THIN, true, false);
        return Stream.of(
                arguments(fresh, seen(FULL, "{\"cluster\":\"c2\"}", true, 0, false), Problem.Kind.FOREIGN),
                arguments(fresh, seen(FULL, "", true, 0, false), Problem.Kind.FOREIGN),
                arguments(gone, seen(FULL, "{\"cluster\":\"c2\"}", true, 0, false), Problem.Kind.FOREIGN),
                arguments(gone, seen(FULL, "", true, 0, false), Problem.Kind.FOREIGN),
                arguments(fresh, seen(DIRECTORY, OWNER, true, 0, false), Problem.Kind.FOREIGN),
                arguments(fresh, seen(OTHER_SIZE, OWNER, true, 0, false), Problem.Kind.FOREIGN),
                arguments(image(Policy.THIN, true, true), nothing(false), Problem.Kind.MISSING),
                arguments(fresh, withoutDirectory(), Problem.Kind.MISSING),
                arguments(gone, withoutDirectory(), Problem.Kind.MISSING));
    }

    @ParameterizedTest
    @MethodSource("refusedImages")
    void refuses(ImageFile want, ImageFileDriver.Seen seen, Problem.Kind kind) {
        assertThat(kind(images.next(want, seen))).isEqualTo(kind);
    }

    @Test
    void imageWaitsForItsTemplate() {
        ImageFileDriver.Seen seen = new ImageFileDriver.Seen(
                DIRECTORY, Optional.empty(), Optional.empty(), false, 0, false, Optional.empty(), List.of());
        assertThat(images.next(image(Policy.THIN, false, true), seen)).isInstanceOf(Step.Wait.class);
    }

    @Test
    void imageOfAnotherSizeThanItsTemplateIsNotMade() {
        ImageFileDriver.Seen seen = new ImageFileDriver.Seen(
                DIRECTORY, Optional.empty(), Optional.empty(), false, 0, false, OTHER_SIZE, List.of());
        assertThat(kind(images.next(image(Policy.THIN, false, true), seen))).isEqualTo(Problem.Kind.FOREIGN);
    }

    @Test
    void imageGoesWithBothNamesButNotWhileAttached() {
        ImageFile want = image(Policy.THIN, true, false);
        List<String> all = List.of("Delete " + IMAGE + ".part", "Delete " + IMAGE, "Sync /d/bricks");
        assertThat(lines(images.next(want, seen(FULL, OWNER, true, 0, false)))).isEqualTo(all);
        assertThat(lines(images.next(want, seen(OTHER_SIZE, OWNER, true, 0, false))))
                .isEqualTo(all);
        assertThat(lines(images.next(want, nothing(true)))).isEqualTo(all);
        assertThat(images.next(want, nothing(false))).isEqualTo(Step.done());
        ImageFileDriver.Seen attached = new ImageFileDriver.Seen(
                DIRECTORY,
                FULL,
                Optional.of(OWNER),
                true,
                0,
                false,
                FULL,
                List.of(new LoopEntry("/dev/loop4", 4, IMAGE, false)));
        assertThat(images.next(want, attached)).isInstanceOf(Step.Wait.class);
    }

    @Test
    void observationTellsItsReadingsApart() {
        ImageFile want = image(Policy.RESERVED, true, true);
        assertThat(images.observe(want)
                        .seen(List.of(
                                FULL, Optional.of(OWNER), Optional.of("1"), Optional.of(7L), DIRECTORY, FULL, FULL)))
                .isEqualTo(
                        new ImageFileDriver.Seen(DIRECTORY, FULL, Optional.of(OWNER), true, 7, true, FULL, List.of()));
    }

    private static ImageFile image(Policy policy, boolean established, boolean present) {
        return new ImageFile(IMAGE, SIZE, SIZE, policy, TEMPLATE, OWNER, established, present);
    }

    private static ImageFileDriver.Seen nothing(boolean unfinished) {
        return new ImageFileDriver.Seen(
                DIRECTORY, Optional.empty(), Optional.empty(), false, 0, unfinished, FULL, List.of());
    }

    private static ImageFileDriver.Seen withoutDirectory() {
        return new ImageFileDriver.Seen(
                Optional.empty(), Optional.empty(), Optional.empty(), false, 0, false, FULL, List.of());
    }

    private static ImageFileDriver.Seen seen(
            Optional<FileStatus> image, String owner, boolean synced, long allocated, boolean unfinished) {
        return new ImageFileDriver.Seen(
                DIRECTORY,
                image,
                owner.isEmpty() ? Optional.empty() : Optional.of(owner),
                synced,
                allocated,
                unfinished,
                FULL,
                List.of());
    }

    private static Problem.Kind kind(Step step) {
        assertThat(step).isInstanceOf(Step.Impossible.class);
        return ((Step.Impossible) step).problem().kind();
    }

    private static List<String> lines(Step step) {
        if (step instanceof Step.Done) {
            return List.of();
        }
        if (step instanceof Step.Act act) {
            return List.of(line(act.call()));
        }
        return ((Step.Sequence) step)
                .calls().stream().map(ImageDriversTest::line).toList();
    }

    private static String line(HostCall<?> call) {
        if (call instanceof HostCall.Run run) {
            Command command = run.command();
            return command.line();
        }
        if (call instanceof HostCall.Delete delete) {
            return "Delete " + delete.path();
        }
        if (call instanceof HostCall.Sync sync) {
            return "Sync " + sync.path();
        }
        if (call instanceof HostCall.Rename rename) {
            return "Rename " + rename.from();
        }
        return "SetAttribute " + ((HostCall.SetAttribute) call).path();
    }
}
