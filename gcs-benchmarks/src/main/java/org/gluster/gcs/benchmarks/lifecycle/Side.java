/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.benchmarks.lifecycle;

/** One of those who are measured: makes, starts, stops and deletes replica-3 volumes of 1 GiB. */
interface Side extends AutoCloseable {

    /** Its name in the report. */
    String name();

    /** Makes and starts a volume; returns how long it took, in nanoseconds. */
    long create(String volume);

    /** Stops and deletes it; returns how long it took, in nanoseconds. */
    long delete(String volume);

    /** Takes everything away. */
    @Override
    void close();
}
