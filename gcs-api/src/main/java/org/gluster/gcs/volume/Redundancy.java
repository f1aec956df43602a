/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.util.regex.Matcher;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.internal.Problems;
import org.gluster.gcs.internal.Texts;

/** How the data of a volume is kept against failures. */
@Incubating(since = "0.1.0")
public sealed interface Redundancy {

    /** Returns one copy, spread over bricks by file: a lost brick loses its files. */
    static Redundancy distributed() {
        return new Distributed();
    }

    /**
     * Returns that many full copies, from 2 to 16. Two copies cannot outvote each other; prefer 3, or
     * {@link #arbiter()}.
     *
     * @throws org.gluster.gcs.InvalidRequestException when it is any other number
     */
    static Redundancy replicated(int copies) {
        return new Replicated(copies);
    }

    /** Returns two full copies and a small brick that breaks ties. */
    static Redundancy arbiter() {
        return new Arbiter();
    }

    /**
     * Returns erasure coding: any {@code data} of {@code data + redundancy} bricks give the data back.
     *
     * @param data from 2 to 16
     * @param redundancy from 1 to one less than {@code data}
     * @throws org.gluster.gcs.InvalidRequestException when one of them is any other number
     */
    static Redundancy dispersed(int data, int redundancy) {
        return new Dispersed(data, redundancy);
    }

    /**
     * Returns erasure coding over that many bricks, with the redundancy that GlusterFS recommends: the most that leaves a
     * power of two for data, or 1 where there is none (6 is 4+2, 12 is 8+4, 8 is 7+1).
     *
     * @param bricks from 3 to 31
     * @throws org.gluster.gcs.InvalidRequestException when it is any other number, or leaves more than 16 for data
     */
    static Redundancy dispersed(int bricks) {
        Problems problems = new Problems("redundancy");
        problems.check(bricks >= 3 && bricks <= 31, "bricks of a dispersed set must be from 3 to 31: " + bricks);
        problems.throwIfAny();
        int redundancy = Math.max(1, bricks - Integer.highestOneBit(bricks));
        return new Dispersed(bricks - redundancy, redundancy);
    }

    /**
     * Returns two full copies and a witness outside the cluster. It can be said, and no engine of this release makes it:
     * planning refuses it with {@link org.gluster.gcs.NotSupportedException}.
     */
    static Redundancy thinArbiter() {
        return new ThinArbiter();
    }

    /**
     * Parses what {@code toString} prints: {@code distributed}, {@code replicated:3}, {@code arbiter},
     * {@code thin-arbiter} or {@code dispersed:4+2}; and {@code dispersed:6}, see {@link #dispersed(int)}.
     *
     * @throws org.gluster.gcs.InvalidRequestException when it is anything else
     */
    static Redundancy parse(String text) {
        Texts.matching(
                RedundancySyntax.PATTERN,
                text,
                "redundancy",
                "distributed, replicated:N, arbiter, thin-arbiter, dispersed:D+R or dispersed:N");
        Matcher matcher = RedundancySyntax.PATTERN.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalStateException("it did match");
        }
        if (matcher.group(1) != null) {
            return replicated(Integer.parseInt(matcher.group(1)));
        }
        if (matcher.group(2) != null) {
            return dispersed(Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3)));
        }
        if (matcher.group(4) != null) {
            return dispersed(Integer.parseInt(matcher.group(4)));
        }
        return switch (text) {
            case "arbiter" -> arbiter();
            case "thin-arbiter" -> thinArbiter();
            default -> distributed();
        };
    }

    /** Returns how many bricks one set has, an arbiter included. */
    int bricksPerSubvolume();

    /** Returns into how many bricks the content of one set is divided: 1 unless it is dispersed. */
    int dataBricks();

    /** Returns how many bricks of one set, whichever they are, can be lost while it can still be written. */
    int tolerated();

    /** One copy. */
    record Distributed() implements Redundancy {
        @Override
        public int bricksPerSubvolume() {
            return 1;
        }

        @Override
        public int dataBricks() {
            return 1;
        }

        @Override
        public int tolerated() {
            return 0;
        }

        @Override
        public String toString() {
            return "distributed";
        }
    }

    /**
     * Full copies.
     *
     * @param copies how many
     */
    record Replicated(int copies) implements Redundancy {
        /** Checks the number. */
        public Replicated {
            Problems problems = new Problems("redundancy");
            problems.check(copies >= 2 && copies <= 16, "copies of a replicated set must be from 2 to 16: " + copies);
            problems.throwIfAny();
        }

        @Override
        public int bricksPerSubvolume() {
            return copies;
        }

        @Override
        public int dataBricks() {
            return 1;
        }

        @Override
        public int tolerated() {
            return (copies - 1) / 2;
        }

        @Override
        public String toString() {
            return "replicated:" + copies;
        }
    }

    /** Two full copies and an arbiter. */
    record Arbiter() implements Redundancy {
        @Override
        public int bricksPerSubvolume() {
            return 3;
        }

        @Override
        public int dataBricks() {
            return 1;
        }

        @Override
        public int tolerated() {
            return 1;
        }

        @Override
        public String toString() {
            return "arbiter";
        }
    }

    /** Two full copies and a witness outside the cluster. */
    record ThinArbiter() implements Redundancy {
        @Override
        public int bricksPerSubvolume() {
            return 2;
        }

        @Override
        public int dataBricks() {
            return 1;
        }

        @Override
        public int tolerated() {
            return 1;
        }

        @Override
        public String toString() {
            return "thin-arbiter";
        }
    }

    /**
     * Erasure coding.
     *
     * @param data how many bricks give the data back
     * @param redundancy how many more there are
     */
    record Dispersed(int data, int redundancy) implements Redundancy {
        /** Checks the numbers. */
        public Dispersed {
            Problems problems = new Problems("redundancy");
            problems.check(data >= 2 && data <= 16, "data bricks of a dispersed set must be from 2 to 16: " + data);
            problems.check(
                    redundancy >= 1 && redundancy < data,
                    "redundancy bricks of a dispersed set must be at least 1 and fewer than its " + data
                            + " data bricks: " + redundancy);
            problems.throwIfAny();
        }

        @Override
        public int bricksPerSubvolume() {
            return data + redundancy;
        }

        @Override
        public int dataBricks() {
            return data;
        }

        @Override
        public int tolerated() {
            return redundancy;
        }

        @Override
        public String toString() {
            return "dispersed:" + data + "+" + redundancy;
        }
    }
}
