/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * What every stored record has: a schema version, and the fields that this release does not know, kept as they are. A value
 * nested in a record keeps those of its own; they live as long as the value, and go when another takes its place.
 */
public interface Stored {
    /** The schema that this release writes. */
    int SCHEMA = 1;

    /** The schema with which the record was written. */
    int schema();

    /** Fields of the stored text that are not this record's own, to be written back unchanged. */
    Map<String, JsonNode> unknown();
}
