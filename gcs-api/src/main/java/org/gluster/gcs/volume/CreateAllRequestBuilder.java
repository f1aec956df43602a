/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.internal.Problems;
import org.gluster.gcs.operation.BulkMode;
import org.jspecify.annotations.Nullable;

/** Keeps what was said until it is checked as a whole. */
final class CreateAllRequestBuilder implements CreateAllRequest.Builder {

    final List<VolumeRequest> volumes = new ArrayList<>();
    final List<String> problems = new ArrayList<>();
    BulkMode mode = BulkMode.ALL_OR_NOTHING;
    private int said;

    @Nullable
    String idempotencyKey;

    /** Notes what is wrong with these names together. */
    static void check(Problems problems, List<String> names) {
        problems.check(
                names.size() <= CreateAllRequest.MOST,
                names.size() + " volumes are too many for one call, which takes " + CreateAllRequest.MOST
                        + " at most: ask in parts");
        TreeSet<String> seen = new TreeSet<>();
        TreeSet<String> twice = new TreeSet<>();
        names.stream().filter(name -> !seen.add(name)).forEach(twice::add);
        twice.forEach(name -> problems.check(false, "the volume \"" + name + "\" is there more than once"));
    }

    @Override
    public CreateAllRequest.Builder volume(Consumer<VolumeRequest.Builder> request) {
        int place = ++said;
        VolumeRequest.Builder builder = VolumeRequest.builder();
        request.accept(builder);
        try {
            volumes.add(builder.build());
        } catch (InvalidRequestException wrong) {
            wrong.problems().forEach(problem -> problems.add("volume " + place + ": " + problem));
        }
        return this;
    }

    @Override
    public CreateAllRequest.Builder volume(VolumeRequest request) {
        said++;
        volumes.add(Objects.requireNonNull(request, "request"));
        return this;
    }

    @Override
    public CreateAllRequest.Builder allOrNothing() {
        mode = BulkMode.ALL_OR_NOTHING;
        return this;
    }

    @Override
    public CreateAllRequest.Builder bestEffort() {
        mode = BulkMode.BEST_EFFORT;
        return this;
    }

    @Override
    public CreateAllRequest.Builder idempotencyKey(String key) {
        idempotencyKey = Objects.requireNonNull(key, "key");
        return this;
    }

    @Override
    public CreateAllRequest build() {
        if (said == 0) {
            problems.add("it names no volume");
        }
        return new CreateAllRequest(this);
    }
}
