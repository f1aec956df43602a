/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.internal.Labels;
import org.gluster.gcs.internal.Problems;
import org.gluster.gcs.internal.Texts;

/** What may be in the parts of a volume request that end up in volfiles and in metadata. */
final class VolumeRequestRules {

    private static final int WIDEST = 1024;
    private static final int METADATA_KEY = 255;
    private static final int ALL_METADATA = 16 * 1024;
    private static final int MOST_SUBVOLUMES = 1000;

    private VolumeRequestRules() {}

    static void checkLabels(SortedMap<String, String> labels, Problems problems) {
        Labels.check(labels, problems);
    }

    static void checkMetadata(SortedMap<String, String> metadata, Problems problems) {
        metadata.forEach((key, value) -> {
            checkMetadataKey(key, problems);
            problems.check(
                    value.indexOf('\0') < 0,
                    "value of metadata " + Texts.quoted(key) + " must not hold a NUL character");
        });
        checkMetadataSize(metadata, problems);
    }

    static void checkMetadataKey(String key, Problems problems) {
        problems.check(
                !key.isEmpty() && key.length() <= METADATA_KEY && Texts.isPrintable(key),
                "metadata key " + Texts.quoted(key) + " must be 1 to 255 printable characters");
        problems.check(
                !isInternal(key),
                "metadata key " + Texts.quoted(key)
                        + " must not begin with '_': such keys are the control plane's own");
    }

    /** Together they are stored with the volume, and travel with it. Internal keys are not counted. */
    static void checkMetadataSize(SortedMap<String, String> metadata, Problems problems) {
        long bytes = 0;
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            if (!isInternal(entry.getKey())) {
                bytes += entry.getKey().getBytes(StandardCharsets.UTF_8).length
                        + entry.getValue().getBytes(StandardCharsets.UTF_8).length;
            }
        }
        problems.check(bytes <= ALL_METADATA, "metadata is " + bytes + " bytes together; at most 16384 are kept");
    }

    static boolean isInternal(String metadataKey) {
        return metadataKey.startsWith("_");
    }

    /** The list, each entry once. */
    static List<ClientPattern> accessList(List<String> patterns, Problems problems) {
        List<ClientPattern> list = new ArrayList<>();
        for (String text : patterns) {
            ClientPattern pattern = problems.optional(text, ClientPattern::parse);
            if (pattern != null && !list.contains(pattern)) {
                list.add(pattern);
            }
        }
        problems.collect(
                () -> {
                    checkWidth(list);
                    return list;
                },
                list);
        return List.copyOf(list);
    }

    /** Refuses what would make volfiles too long: networks are given to GlusterFS in parts. */
    static void checkWidth(List<ClientPattern> list) {
        int width =
                list.stream().mapToInt(pattern -> pattern.addresses().size()).sum();
        if (width > WIDEST) {
            throw InvalidRequestException.of(
                    "access list",
                    List.of("the access list has " + width + " parts, more than " + WIDEST
                            + ": GlusterFS takes networks in parts that end at a whole number; use prefixes of 8, 16, 24"
                            + " or 32 bits, each of which is one"));
        }
    }

    static void checkSizes(VolumeRequestBuilder builder, Problems problems) {
        Integer subvolumes = builder.subvolumes;
        Capacity max = builder.maxBrickSize;
        Capacity min = builder.minBrickSize;
        problems.check(
                subvolumes == null || (subvolumes >= 1 && subvolumes <= MOST_SUBVOLUMES),
                "subvolumes must be from 1 to " + MOST_SUBVOLUMES + ": " + subvolumes);
        problems.check(max == null || max.bytes() > 0, "the largest brick size (maxBrickSize) must be more than 0");
        problems.check(
                max == null || min == null || max.isAtLeast(min),
                "the largest brick size " + max + " is below the smallest, " + min);
        problems.check(
                builder.averageFileSize.bytes() > 0,
                "the average size of a file (averageFileSize) must be more than 0");
    }

    static List<BrickDirectory> directories(List<List<String>> texts) {
        Problems problems = new Problems("bricks");
        List<BrickDirectory> bricks = new ArrayList<>();
        for (List<String> text : texts) {
            BrickDirectory brick =
                    problems.optional(text.get(1), path -> new BrickDirectory(NodeName.of(text.get(0)), path));
            if (brick != null) {
                bricks.add(brick);
            }
        }
        problems.throwIfAny();
        return List.copyOf(bricks);
    }

    private static String count(List<BrickDirectory> bricks) {
        return bricks.size() == 1 ? "1 brick does" : bricks.size() + " bricks do";
    }

    /** Where directories are given there is nothing to place; they must make whole sets, each over different nodes. */
    static void checkDirectories(VolumeRequestBuilder builder, List<BrickDirectory> bricks, Problems problems) {
        if (bricks.isEmpty()) {
            return;
        }
        problems.check(
                builder.capacity == null,
                "capacity cannot be given with bricks: their directories decide what they hold");
        problems.check(
                builder.maxBrickSize == null && builder.minBrickSize == null,
                "brick sizes cannot be given with bricks: their directories decide what they hold");
        int set = builder.redundancy.bricksPerSubvolume();
        problems.check(
                bricks.size() % set == 0,
                count(bricks) + " not make whole sets of " + builder.redundancy + ", which have " + set);
        problems.check(
                builder.subvolumes == null || builder.subvolumes * (long) set == bricks.size(),
                count(bricks) + " not make " + builder.subvolumes + " sets of " + set);
        SortedSet<String> seen = new TreeSet<>();
        SortedSet<String> nodes = new TreeSet<>();
        for (int i = 0; i < bricks.size(); i++) {
            BrickDirectory brick = bricks.get(i);
            if (i % set == 0) {
                nodes.clear();
            }
            problems.check(seen.add(brick.toString()), "brick " + brick + " is given twice");
            problems.check(
                    nodes.add(brick.node().value()) || builder.placement.sharedNodes,
                    "node " + brick.node() + " has two bricks of set " + i / set
                            + ": order bricks so that each set is on different nodes, or share nodes");
        }
    }
}
