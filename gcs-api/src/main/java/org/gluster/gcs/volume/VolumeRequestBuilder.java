/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.gluster.gcs.Capacity;
import org.jspecify.annotations.Nullable;

/** Keeps what was said until it is checked as a whole. */
final class VolumeRequestBuilder implements VolumeRequest.Builder {

    @Nullable
    String name;

    @Nullable
    Capacity capacity;

    Redundancy redundancy = Redundancy.replicated(3);
    AccessMode accessMode = AccessMode.READ_WRITE_MANY;
    final SortedMap<String, String> labels = new TreeMap<>();
    final SortedMap<String, String> options = new TreeMap<>();
    final ZoneSpecBuilder zones = new ZoneSpecBuilder();
    final List<String> accessList = new ArrayList<>();
    boolean start;

    @Nullable
    DataPathTlsBuilder dataPathTls;

    @Nullable
    String idempotencyKey;

    @Override
    public VolumeRequest.Builder name(String name) {
        this.name = Objects.requireNonNull(name, "name");
        return this;
    }

    @Override
    public VolumeRequest.Builder capacity(Capacity capacity) {
        this.capacity = Objects.requireNonNull(capacity, "capacity");
        return this;
    }

    @Override
    public VolumeRequest.Builder redundancy(Redundancy redundancy) {
        this.redundancy = Objects.requireNonNull(redundancy, "redundancy");
        return this;
    }

    @Override
    public VolumeRequest.Builder accessMode(AccessMode accessMode) {
        this.accessMode = Objects.requireNonNull(accessMode, "accessMode");
        return this;
    }

    @Override
    public VolumeRequest.Builder label(String key, String value) {
        labels.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
        return this;
    }

    @Override
    public VolumeRequest.Builder option(String key, String value) {
        options.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
        return this;
    }

    @Override
    public VolumeRequest.Builder zones(Consumer<ZoneSpec.Builder> filler) {
        filler.accept(zones);
        return this;
    }

    @Override
    public VolumeRequest.Builder allowClients(String... patterns) {
        accessList.addAll(List.of(patterns));
        return this;
    }

    @Override
    public VolumeRequest.Builder dataPathTls(Consumer<DataPathTls.Builder> filler) {
        if (dataPathTls == null) {
            dataPathTls = new DataPathTlsBuilder();
        }
        filler.accept(dataPathTls);
        return this;
    }

    @Override
    public VolumeRequest.Builder start(boolean wanted) {
        start = wanted;
        return this;
    }

    @Override
    public VolumeRequest.Builder idempotencyKey(String key) {
        idempotencyKey = Objects.requireNonNull(key, "key");
        return this;
    }

    @Override
    public VolumeRequest build() {
        return new VolumeRequest(this);
    }
}
