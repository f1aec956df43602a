/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

import java.time.Instant;
import java.util.Optional;

/** Where each record lives in the store. */
public final class Keys {
    /** The cluster's identity. */
    public static final String CLUSTER = "cluster";
    /** The coordinator's fencing epoch. */
    public static final String EPOCH = "epoch";
    /** All peers. */
    public static final String PEERS = "peer/";
    /** All devices. */
    public static final String DEVICES = "device/";
    /** All volumes. */
    public static final String VOLUMES = "volume/";
    /** All operations. */
    public static final String OPERATIONS = "operation/";
    /** All idempotency keys. */
    public static final String IDEMPOTENCY = "key/";
    /** All option groups of users. */
    public static final String GROUPS = "group/";
    /** Events, the oldest first. */
    public static final String EVENTS = "event/";
    /** Up to where events were forgotten. */
    public static final String FLOOR = "floor";
    /** A change that is too large for one transaction, on its way. */
    public static final String JOURNAL = "journal/";
    /** What agents report. */
    public static final String STATUS = "status/";

    private static final int MILLIS = 15;

    private Keys() {}

    /** Key of events: by the moment at which they were written, then by something that no other has. */
    public static String event(Instant at, String unique) {
        String millis = Long.toString(Math.max(0, at.toEpochMilli()));
        return EVENTS + "0".repeat(MILLIS - millis.length()) + millis + "-" + unique;
    }

    /** The moment in such a key; empty when it is none of ours. */
    public static Optional<Instant> momentOf(String eventKey) {
        String rest = eventKey.substring(EVENTS.length());
        return rest.length() > MILLIS && rest.substring(0, MILLIS).chars().allMatch(Character::isDigit)
                ? Optional.of(Instant.ofEpochMilli(Long.parseLong(rest.substring(0, MILLIS))))
                : Optional.empty();
    }

    /** Key of a peer. */
    public static String peer(String name) {
        return PEERS + name;
    }

    /** Key of a device. */
    public static String device(String id) {
        return DEVICES + id;
    }

    /** Key of a volume. */
    public static String volume(String name) {
        return VOLUMES + name;
    }

    /** Key of an option group. */
    public static String group(String name) {
        return GROUPS + name;
    }

    /** Key of an operation. */
    public static String operation(String id) {
        return OPERATIONS + id;
    }

    /** Key of an idempotency key. */
    public static String idempotency(String key) {
        return IDEMPOTENCY + key;
    }

    /** What a node reports, all of it. */
    public static String statusOf(String node) {
        return STATUS + node + "/";
    }

    /** What a node reports about one subject. */
    public static String status(String node, Subject subject) {
        return statusOf(node) + subject.statusName();
    }
}
