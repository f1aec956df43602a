/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import java.util.List;
import java.util.Objects;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.layout.Hypothesis;
import org.gluster.gcs.layout.NewNode;
import org.gluster.gcs.volume.VolumeRequest;
import org.jspecify.annotations.Nullable;

/** What is asked of layouts: for which volume, and on which cluster, when not on the real one. */
public record LayoutQuestionJson(
        VolumeRequestJson request,
        @Nullable List<String> withoutNodes,
        @Nullable List<String> withNodes) {

    /** Checks that there is a request. */
    public LayoutQuestionJson {
        Objects.requireNonNull(request, "request");
    }

    /** Returns the JSON of a question. */
    public static LayoutQuestionJson of(VolumeRequest request, Hypothesis hypothesis) {
        return new LayoutQuestionJson(
                VolumeRequestJson.of(request),
                hypothesis.without().stream().map(NodeName::value).toList(),
                hypothesis.with().stream().map(NewNode::toString).toList());
    }

    /**
     * Returns how the cluster differs from the real one.
     *
     * @throws org.gluster.gcs.InvalidRequestException with every problem at once
     */
    public Hypothesis toHypothesis() {
        return Hypothesis.of(builder -> {
            Given.list(withoutNodes).forEach(builder::withoutNodes);
            Given.list(withNodes).forEach(node -> builder.withNode(NewNode.parse(node)));
        });
    }
}
