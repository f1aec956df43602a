/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import java.util.SortedMap;

/** Does nothing, without allocating. */
enum NoopTelemetry implements Telemetry, Telemetry.Scope {
    INSTANCE;

    @Override
    public Scope begin(String kind, String name, SortedMap<String, String> attributes) {
        return this;
    }

    @Override
    public void end() {}

    @Override
    public void fail(Throwable cause) {}
}
