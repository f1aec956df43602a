/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Keeps what was said until it is checked as a whole. */
final class ZoneSpecBuilder implements ZoneSpec.Builder {

    ZoneSpread spread = ZoneSpread.PREFERRED;
    final List<String> excluded = new ArrayList<>();
    final List<String> limitedTo = new ArrayList<>();

    void set(ZoneSpec spec) {
        spread = spec.spread();
        spec.excluded().forEach(zone -> excluded.add(zone.value()));
        spec.limitedTo().forEach(zone -> limitedTo.add(zone.value()));
    }

    @Override
    public ZoneSpec.Builder spread(ZoneSpread spread) {
        this.spread = Objects.requireNonNull(spread, "spread");
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
