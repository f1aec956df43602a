/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.volfile;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gluster.gcs.gluster.option.CheckedOptions;
import org.gluster.gcs.gluster.option.OptionLayout;
import org.gluster.gcs.gluster.option.OptionTable;
import org.gluster.gcs.gluster.option.ValueType;

/**
 * All that the graphs of one volume depend on, as a plain value.
 *
 * @param name letters, digits, {@code -} and {@code _}; part of the names of extended attributes on the bricks, so it
 *     never changes
 * @param id the volume's id, also stored on each brick as {@code trusted.glusterfs.volume-id}
 * @param subvolumes in order; with more than one, files are distributed over them
 * @param credentials what bricks take from trusted clients
 * @param access addresses from which clients without credentials may connect, each as GlusterFS matches them ({@code *}
 *     is a wildcard); empty: none
 * @param options the options that are set, by their keys in {@link OptionTable}; what is not set is as glusterd has it
 */
public record VolumeSpec(
        String name,
        UUID id,
        List<Subvolume> subvolumes,
        Credentials credentials,
        List<String> access,
        SortedMap<String, String> options) {

    /** {@link #access} that lets everybody in. */
    public static final List<String> ANYONE = List.of("*");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,127}");
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9.:*?_-]{1,253}");
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    /** @throws IllegalArgumentException when a name, path, address or the numbering of the bricks is not usable */
    public VolumeSpec {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no volume name: use up to 128 letters, digits, '-' and '_'");
        }
        Tokens.word("the volume's name", name);
        subvolumes = List.copyOf(subvolumes);
        if (subvolumes.isEmpty()) {
            throw new IllegalArgumentException("volume " + name + " has no subvolume");
        }
        access = List.copyOf(access);
        access.forEach(address -> checkAddress("an address in the access list of volume " + name, address));
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
        Set<Integer> indexes = new LinkedHashSet<>();
        for (Subvolume subvolume : subvolumes) {
            for (Brick brick : subvolume.bricks()) {
                if (!indexes.add(brick.index())) {
                    throw new IllegalArgumentException("two bricks of volume " + name + " have index " + brick.index());
                }
            }
        }
        CheckedOptions checked = OptionTable.glusterfs().check(options, layout(name, subvolumes));
        if (!checked.sound()) {
            throw new IllegalArgumentException("volume " + name + ": " + checked.explain());
        }
        if (!checked.options().equals(options)) {
            throw new IllegalArgumentException("volume " + name + ": options are to be given by their keys: "
                    + checked.options().keySet());
        }
    }

    /** The same with these options instead. */
    public VolumeSpec withOptions(SortedMap<String, String> changed) {
        return new VolumeSpec(name, id, subvolumes, credentials, access, changed);
    }

    /** The option by which a volume's bricks get processes of their own. */
    public static final String MULTIPLEX = "cluster.brick-multiplex";

    /**
     * The option by which a brick keeps some of its file system for itself, 1 % where nothing is said. Bricks that share a
     * process can have none: GlusterFS 10.3 counts bricks with one twice when they leave, so that sooner or later the process
     * stops looking at what is free (a brick that is full then stays full), or a brick that leaves waits for ever for the thread
     * that looks, and keeps its file system busy (gluster/glusterfs issue 4684).
     */
    public static final String RESERVE = "storage.reserve";

    /** Options that decide whether bricks share: those of a started volume are restarted when one of them changes. */
    public static final List<String> DECIDES_SHARING = List.of(MULTIPLEX, RESERVE);

    private static final Pattern NOTHING = Pattern.compile("0+([.]0+)?[%A-Za-z]*");

    /** Whether its bricks may share processes with others, of this volume and of other volumes. */
    public boolean sharesProcesses() {
        return sharesProcesses(options);
    }

    /** Whether bricks with these options may: not those that are to keep a reserve. */
    public static boolean sharesProcesses(SortedMap<String, String> options) {
        return ValueType.bool(options.getOrDefault(MULTIPLEX, "on")).orElse(true)
                && NOTHING.matcher(options.getOrDefault(RESERVE, "0").strip()).matches();
    }

    /** What of it decides whether an option suits it. */
    public OptionLayout layout() {
        return layout(name, subvolumes);
    }

    private static OptionLayout layout(String name, List<Subvolume> subvolumes) {
        Subvolume first = subvolumes.get(0);
        OptionLayout.Kind kind = switch (first.kind()) {
            case PLAIN -> OptionLayout.Kind.DISTRIBUTE;
            case REPLICATE -> OptionLayout.Kind.REPLICATE;
            case DISPERSE -> OptionLayout.Kind.DISPERSE;
        };
        List<Brick> bricks = subvolumes.stream()
                .flatMap(subvolume -> subvolume.bricks().stream())
                .toList();
        return new OptionLayout(
                kind,
                subvolumes.size(),
                first.bricks().size(),
                first.redundancy(),
                bricks.stream().map(brick -> name + "-client-" + brick.index()).toList(),
                bricks.stream()
                        .flatMap(brick -> Stream.of(brick.host(), brick.address()))
                        .distinct()
                        .toList());
    }

    /** A volume without options. */
    public static VolumeSpec of(
            String name, UUID id, List<Subvolume> subvolumes, Credentials credentials, List<String> access) {
        return new VolumeSpec(name, id, subvolumes, credentials, access, new TreeMap<>(Map.of()));
    }

    /** All bricks, subvolume by subvolume. */
    public List<Brick> bricks() {
        return subvolumes.stream()
                .flatMap(subvolume -> subvolume.bricks().stream())
                .toList();
    }

    /** How a subvolume keeps its data. */
    public enum Kind {
        /** One brick, no redundancy. */
        PLAIN,
        /** Every brick holds every file. */
        REPLICATE,
        /** Every brick holds a fragment of every file. */
        DISPERSE
    }

    /**
     * One subvolume.
     *
     * @param kind how it keeps its data
     * @param arbiters how many of the last bricks hold names and metadata only: 0, or 1 of 3 replicated ones
     * @param redundancy how many bricks a {@link Kind#DISPERSE} subvolume can lose, else 0
     * @param bricks in order
     */
    public record Subvolume(Kind kind, int arbiters, int redundancy, List<Brick> bricks) {

        /** @throws IllegalArgumentException when the numbers do not make a subvolume */
        public Subvolume {
            bricks = List.copyOf(bricks);
            int count = bricks.size();
            boolean sound = switch (kind) {
                case PLAIN -> count == 1 && arbiters == 0 && redundancy == 0;
                case REPLICATE -> count >= 2 && redundancy == 0 && (arbiters == 0 || (arbiters == 1 && count == 3));
                case DISPERSE -> arbiters == 0 && redundancy > 0 && count > 2 * redundancy;
            };
            if (!sound) {
                throw new IllegalArgumentException("no subvolume can be made as " + kind + " of " + count
                        + " bricks with " + arbiters + " arbiters and redundancy " + redundancy);
            }
        }

        /** One brick alone. */
        public static Subvolume plain(Brick brick) {
            return new Subvolume(Kind.PLAIN, 0, 0, List.of(brick));
        }

        /** Full copies on all bricks. */
        public static Subvolume replicate(List<Brick> bricks) {
            return new Subvolume(Kind.REPLICATE, 0, 0, bricks);
        }

        /** Full copies on the first two bricks, an arbiter on the third. */
        public static Subvolume arbiter(List<Brick> bricks) {
            return new Subvolume(Kind.REPLICATE, 1, 0, bricks);
        }

        /** Fragments on all bricks, any {@code redundancy} of which may be lost. */
        public static Subvolume disperse(List<Brick> bricks, int redundancy) {
            return new Subvolume(Kind.DISPERSE, 0, redundancy, bricks);
        }

        /** Whether this brick is an arbiter here. */
        boolean isArbiter(Brick brick) {
            return bricks.indexOf(brick) >= bricks.size() - arbiters;
        }
    }

    /**
     * One brick.
     *
     * @param index its slot in the volume, counted over all subvolumes; names the client translator and with it the
     *     pending attributes on disk, so a replaced brick inherits it
     * @param path absolute, without blank, comma, quote, back quote, backslash, {@code #}, {@code .} or {@code ..} parts
     * @param host name or address that clients connect to
     * @param address address the brick binds to: only this one, so that it never listens on others
     * @param port where it listens; keep it over restarts
     */
    public record Brick(int index, String path, String host, String address, int port) {

        /** Longest path in bytes; leaves room for what GlusterFS appends. */
        public static final int MAX_PATH = 1024;

        /** @throws IllegalArgumentException when one of them is not usable */
        public Brick {
            if (index < 0) {
                throw new IllegalArgumentException("a brick's index cannot be negative: " + index);
            }
            checkPath(path);
            checkAddress("the host of brick " + path, host);
            checkAddress("the address of brick " + path, address);
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("brick " + path + " cannot listen on port " + port);
            }
        }

        private static void checkPath(String path) {
            Tokens.word("a brick's path", path);
            boolean plain = path.startsWith("/")
                    && path.length() > 1
                    && path.length() <= MAX_PATH
                    && path.indexOf('#') < 0
                    && path.indexOf(',') < 0
                    && path.codePoints().noneMatch(Character::isWhitespace);
            if (plain) {
                for (String part : path.substring(1).split("/", -1)) {
                    plain &= !part.isEmpty() && !part.equals(".") && !part.equals("..");
                }
            }
            if (!plain) {
                throw new IllegalArgumentException("'" + path + "' is no usable brick path: give an absolute, normal"
                        + " path of at most " + MAX_PATH + " characters without blanks, ',' and '#'");
            }
        }
    }

    /**
     * What a trusted client shows to a brick. Never sent over TCP by the manager.
     *
     * @param user user name
     * @param password password
     */
    public record Credentials(String user, String password) {

        /** @throws IllegalArgumentException when one holds anything but letters, digits, {@code -} and {@code _} */
        public Credentials {
            if (!SECRET.matcher(user).matches() || !SECRET.matcher(password).matches()) {
                throw new IllegalArgumentException(
                        "credentials consist of 1 to 128 letters, digits, '-' and '_' (not shown here)");
            }
        }

        /** Shows neither. */
        @Override
        public String toString() {
            return "Credentials[hidden]";
        }
    }

    private static void checkAddress(String what, String address) {
        if (!ADDRESS.matcher(address).matches()) {
            throw new IllegalArgumentException(what + " is '" + address + "', which is no host name or address");
        }
    }
}
