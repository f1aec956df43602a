/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.process;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * The files with which a node's bricks and self-heal daemon are to talk TLS.
 *
 * @param node the node's name, for messages
 * @param certificate PEM file of the node's certificate
 * @param key PEM file of its private key
 * @param authorities PEM file of the authorities
 * @param subjects common names that may connect; empty: any
 * @param at when they must be valid
 */
public record TlsFiles(String node, Path certificate, Path key, Path authorities, List<String> subjects, Instant at) {
    /** Copies the subjects. */
    public TlsFiles {
        subjects = List.copyOf(subjects);
    }
}
