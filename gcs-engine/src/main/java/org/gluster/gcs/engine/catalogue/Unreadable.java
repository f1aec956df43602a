/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.GcsException;

/**
 * A stored record that this release cannot make sense of: damaged, or written by a later one. It is left as it is, and so is
 * everything that is made of it; all other records are worked on as if nothing were amiss.
 *
 * @param key where it is stored
 * @param why it cannot be read, naming it
 * @param text what is stored; may hold secrets
 */
public record Unreadable(String key, String why, String text) {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** What a brick of it has reserved. */
    record Charge(String device, long size) {}

    /** What to do about it. */
    public static final String REMEDY =
            "use the release that wrote it, or restore the record; until then nothing of it is"
                    + " touched, and all else goes on";

    /** The refusal of a request that needs it. */
    public GcsException refusal() {
        return Errors.of(ErrorCode.NOT_SUPPORTED, key.substring(key.indexOf('/') + 1), why + "; " + REMEDY);
    }

    /** The uuids that stand in it: those of bricks are among them, where anything of it can be made out. */
    public List<String> ids() {
        TreeSet<String> ids = new TreeSet<>();
        Matcher found = ID.matcher(text);
        while (found.find()) {
            ids.add(found.group());
        }
        return List.copyOf(ids);
    }

    /** The value of a field that holds a text, where that can be made out. */
    public Optional<String> field(String name) {
        return Json.tree(text)
                .map(tree -> tree.path(name))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText);
    }

    /** Reservations of a volume; empty when they cannot be made out. */
    Optional<List<Charge>> charges() {
        JsonNode bricks = Json.tree(text).map(tree -> tree.path("bricks")).orElse(null);
        if (bricks == null || !bricks.isArray()) {
            return Optional.empty();
        }
        List<Charge> charges = new ArrayList<>();
        for (JsonNode brick : bricks) {
            if (!brick.path("device").isTextual() || !brick.path("size").isIntegralNumber()) {
                return Optional.empty();
            }
            charges.add(
                    new Charge(brick.path("device").asText(), brick.path("size").asLong()));
        }
        return Optional.of(charges);
    }

    /** The refusal to remove something that it may need; empty when it cannot. */
    public Optional<GcsException> claims(String name) {
        return mayLieAnywhere() || text.contains("\"" + name + "\"")
                ? Optional.of(Errors.of(ErrorCode.IN_USE, name, name + " may still be needed: " + why + "; " + REMEDY))
                : Optional.empty();
    }

    /** Whether it is a volume of which nobody can say which devices it lies on. */
    public boolean mayLieAnywhere() {
        return key.startsWith(Keys.VOLUMES) && charges().isEmpty();
    }

    @Override
    public String toString() { // the text may hold secrets
        return "Unreadable[" + why + "]";
    }
}
