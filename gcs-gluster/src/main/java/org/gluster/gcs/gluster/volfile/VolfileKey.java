/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.volfile;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * By what name a process asks for its volfile. Clients ask for {@code VOL} or {@code /VOL}, the self-heal daemon for
 * {@code shd/VOL}, a brick for {@code VOL.BRICK}. Only the first kind is answered over TCP. A brick's key is also the
 * name (plus {@code .vol}) of the file from which a running brick process attaches it, so it holds no slash.
 *
 * @param kind what kind of graph
 * @param volume the volume's name
 * @param brick the brick's id for {@link Kind#BRICK}, else empty
 */
public record VolfileKey(Kind kind, String volume, String brick) {

    /** What kind of graph is asked for. */
    public enum Kind {
        /** A mount. */
        CLIENT,
        /** The self-heal daemon. */
        SELF_HEAL,
        /** A brick. */
        BRICK
    }

    private static final Pattern VOLUME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,127}");
    private static final Pattern BRICK = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
    private static final String SELF_HEAL_PREFIX = "shd/";

    /** @throws IllegalArgumentException when volume or brick cannot stand in a key */
    public VolfileKey {
        boolean sound = VOLUME.matcher(volume).matches()
                && (kind == Kind.BRICK ? BRICK.matcher(brick).matches() : brick.isEmpty());
        if (!sound) {
            throw new IllegalArgumentException(
                    "no volfile key can be made as " + kind + " of volume '" + volume + "' and brick '" + brick + "'");
        }
    }

    /** Asked for by mounts. */
    public static VolfileKey client(String volume) {
        return new VolfileKey(Kind.CLIENT, volume, "");
    }

    /** Asked for by the self-heal daemon. */
    public static VolfileKey selfHeal(String volume) {
        return new VolfileKey(Kind.SELF_HEAL, volume, "");
    }

    /** Asked for by the brick with this id (letters, digits, {@code -}, {@code _} and {@code .}). */
    public static VolfileKey brick(String volume, String brick) {
        return new VolfileKey(Kind.BRICK, volume, brick);
    }

    /** Reads a key as it came over the wire; empty when it can be none of ours. */
    public static Optional<VolfileKey> parse(String text) {
        String key = text.startsWith("/") ? text.substring(1) : text;
        boolean selfHeal = key.startsWith(SELF_HEAL_PREFIX);
        String rest = selfHeal ? key.substring(SELF_HEAL_PREFIX.length()) : key;
        int dot = rest.indexOf('.');
        String volume = dot < 0 ? rest : rest.substring(0, dot);
        String brick = dot < 0 ? "" : rest.substring(dot + 1);
        if (!VOLUME.matcher(volume).matches()
                || (dot >= 0 && (selfHeal || !BRICK.matcher(brick).matches()))) {
            return Optional.empty();
        }
        Kind kind = selfHeal ? Kind.SELF_HEAL : dot < 0 ? Kind.CLIENT : Kind.BRICK;
        return Optional.of(new VolfileKey(kind, volume, brick));
    }

    /** Whether its graph holds credentials in all cases, so that it is served over the Unix socket only. */
    public boolean isLocalOnly() {
        return kind != Kind.CLIENT;
    }

    /** As daemons are told by {@code --volfile-id}. */
    @Override
    public String toString() {
        return switch (kind) {
            case CLIENT -> volume;
            case SELF_HEAL -> SELF_HEAL_PREFIX + volume;
            case BRICK -> volume + "." + brick;
        };
    }
}
