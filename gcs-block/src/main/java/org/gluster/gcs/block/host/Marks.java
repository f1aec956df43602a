/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.host;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Environment variables by which processes of this project are told apart from all others. A <em>command</em> carries
 * cluster, node and the incarnation of the agent that ran it: a later incarnation finds, kills and awaits it before it
 * observes anything. A <em>daemon</em> carries cluster, node and its own name and is left alone.
 */
public final class Marks {
    /** Prefix of all of them. */
    public static final String PREFIX = "GCS_";
    /** The cluster's id. */
    public static final String CLUSTER = PREFIX + "CLUSTER";
    /** The node's name. */
    public static final String NODE = PREFIX + "NODE";
    /** On commands only: the agent's incarnation. */
    public static final String INCARNATION = PREFIX + "INCARNATION";
    /** On daemons only: which one, e.g. {@code brick/<brick id>} or {@code self-heal}. */
    public static final String DAEMON = PREFIX + "DAEMON";
    /** On daemons that were restarted on purpose: how often, so that it is seen whether a process is of before or after. */
    public static final String STARTS = PREFIX + "STARTS";

    private Marks() {}

    /** Marks of a command. */
    public static SortedMap<String, String> command(String cluster, String node, String incarnation) {
        SortedMap<String, String> marks = new TreeMap<>();
        marks.put(CLUSTER, cluster);
        marks.put(NODE, node);
        marks.put(INCARNATION, incarnation);
        return Collections.unmodifiableSortedMap(marks);
    }

    /** Marks of a daemon. */
    public static SortedMap<String, String> daemon(String cluster, String node, String daemon) {
        SortedMap<String, String> marks = new TreeMap<>();
        marks.put(CLUSTER, cluster);
        marks.put(NODE, node);
        marks.put(DAEMON, daemon);
        return Collections.unmodifiableSortedMap(marks);
    }

    /** What every process of a node carries. */
    public static SortedMap<String, String> node(String cluster, String node) {
        SortedMap<String, String> marks = new TreeMap<>();
        marks.put(CLUSTER, cluster);
        marks.put(NODE, node);
        return Collections.unmodifiableSortedMap(marks);
    }
}
