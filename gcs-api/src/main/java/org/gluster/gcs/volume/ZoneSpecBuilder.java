/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.util.ArrayList;
import java.util.List;

/** Keeps what was said until it is checked as a whole. */
final class ZoneSpecBuilder implements ZoneSpec.Builder {

    boolean spread;
    final List<String> excluded = new ArrayList<>();
    final List<String> limitedTo = new ArrayList<>();

    @Override
    public ZoneSpec.Builder spread() {
        spread = true;
        return this;
    }

    @Override
    public ZoneSpec.Builder exclude(String... zones) {
        excluded.addAll(List.of(zones));
        return this;
    }

    @Override
    public ZoneSpec.Builder limitTo(String... zones) {
        limitedTo.addAll(List.of(zones));
        return this;
    }

    @Override
    public ZoneSpec build() {
        return new ZoneSpec(this);
    }
}
