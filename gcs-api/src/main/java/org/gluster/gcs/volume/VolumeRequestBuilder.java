/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.IdempotencyKey;
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
    final SortedMap<String, String> metadata = new TreeMap<>();
    final SortedMap<String, String> options = new TreeMap<>();
    final List<String> profiles = new ArrayList<>();

    @Nullable
    Integer subvolumes;

    @Nullable
    Capacity maxBrickSize;

    @Nullable
    Capacity minBrickSize;

    Capacity averageFileSize = Capacity.ofKiB(64);
    SmallBricks smallBricks = SmallBricks.ROUND_UP;
    final ZoneSpecBuilder zones = new ZoneSpecBuilder();
    final PlacementSpecBuilder placement = new PlacementSpecBuilder();

    /** As given: node, directory. */
    final List<List<String>> bricks = new ArrayList<>();

    final List<String> accessList = new ArrayList<>();
    boolean start;

    @Nullable
    DataPathTlsBuilder dataPathTls;

    @Nullable
    String idempotencyKey;

    VolumeRequestBuilder() {}

    VolumeRequestBuilder(VolumeRequest request) {
        name = request.name().value();
        capacity = request.bricks().isEmpty() ? request.capacity() : null;
        redundancy = request.redundancy();
        accessMode = request.accessMode();
        labels.putAll(request.labels());
        metadata.putAll(request.metadata());
        options.putAll(request.options());
        profiles.addAll(request.profiles());
        subvolumes = request.subvolumes().isPresent()
                ? (Integer) request.subvolumes().getAsInt()
                : null;
        maxBrickSize = request.maxBrickSize().orElse(null);
        minBrickSize = request.minBrickSize().orElse(null);
        averageFileSize = request.averageFileSize();
        smallBricks = request.smallBricks();
        zones.set(request.zones());
        placement.set(request.placement());
        request.bricks().forEach(brick -> bricks.add(List.of(brick.node().value(), brick.path())));
        accessList.addAll(request.accessList());
        request.dataPathTls()
                .ifPresent(tls -> dataPathTls(same -> same.certificate(tls.certificate())
                        .key(tls.key())
                        .authorities(tls.authorities())
                        .allowSubjects(tls.subjects().toArray(String[]::new))));
        start = request.start();
        idempotencyKey = request.idempotencyKey().map(IdempotencyKey::value).orElse(null);
    }

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
    public VolumeRequest.Builder metadata(String key, String value) {
        metadata.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
        return this;
    }

    @Override
    public VolumeRequest.Builder profile(String group) {
        profiles.add(Objects.requireNonNull(group, "group"));
        return this;
    }

    @Override
    public VolumeRequest.Builder option(String key, String value) {
        options.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
        return this;
    }

    @Override
    public VolumeRequest.Builder subvolumes(int subvolumes) {
        this.subvolumes = subvolumes;
        return this;
    }

    @Override
    public VolumeRequest.Builder maxBrickSize(Capacity maxBrickSize) {
        this.maxBrickSize = Objects.requireNonNull(maxBrickSize, "maxBrickSize");
        return this;
    }

    @Override
    public VolumeRequest.Builder minBrickSize(Capacity minBrickSize) {
        this.minBrickSize = Objects.requireNonNull(minBrickSize, "minBrickSize");
        return this;
    }

    @Override
    public VolumeRequest.Builder averageFileSize(Capacity averageFileSize) {
        this.averageFileSize = Objects.requireNonNull(averageFileSize, "averageFileSize");
        return this;
    }

    @Override
    public VolumeRequest.Builder smallBricks(SmallBricks smallBricks) {
        this.smallBricks = Objects.requireNonNull(smallBricks, "smallBricks");
        return this;
    }

    @Override
    public VolumeRequest.Builder placement(Consumer<PlacementSpec.Builder> filler) {
        filler.accept(placement);
        return this;
    }

    @Override
    public VolumeRequest.Builder brick(String node, String directory) {
        bricks.add(List.of(node, directory));
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
