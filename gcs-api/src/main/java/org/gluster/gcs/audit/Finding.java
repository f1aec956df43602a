/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.audit;

import java.util.Objects;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.internal.Problems;
import org.jspecify.annotations.Nullable;

/**
 * One thing that an audit found. Immutable and safe to share between threads.
 */
@Incubating(since = "0.1.0")
public final class Finding {

    private final FindingKind kind;
    private final NodeName node;
    private final String resource;
    private final String message;
    private final String remedy;

    private Finding(Builder builder) {
        Problems problems = new Problems("finding");
        kind = problems.required("kind", builder.kind);
        node = problems.required("node", builder.node);
        resource = problems.required("resource", builder.resource);
        message = problems.required("message", builder.message);
        remedy = problems.required("remedy", builder.remedy);
        problems.throwIfAny();
    }

    /** Returns a builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder with everything set as it is here. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.kind = kind;
        builder.node = node;
        builder.resource = resource;
        builder.message = message;
        builder.remedy = remedy;
        return builder;
    }

    /** Returns what kind of finding it is. */
    public FindingKind kind() {
        return kind;
    }

    /** Returns the node it is on. */
    public NodeName node() {
        return node;
    }

    /** Returns what it is about: a path, a device or a process. */
    public String resource() {
        return resource;
    }

    /** Returns what is wrong, and why it matters. */
    public String message() {
        return message;
    }

    /** Returns what to do. */
    public String remedy() {
        return remedy;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Finding that
                        && kind.equals(that.kind)
                        && node.equals(that.node)
                        && resource.equals(that.resource)
                        && message.equals(that.message)
                        && remedy.equals(that.remedy));
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, node, resource, message, remedy);
    }

    @Override
    public String toString() {
        return "Finding[kind=" + kind + ", node=" + node + ", resource=" + resource + ", message=" + message
                + ", remedy=" + remedy + "]";
    }

    /** Builds a {@link Finding}; not safe to share between threads. */
    public static final class Builder {

        private @Nullable FindingKind kind;
        private @Nullable NodeName node;
        private @Nullable String resource;
        private @Nullable String message;
        private @Nullable String remedy;

        private Builder() {}

        /** Sets what kind of finding it is; required. */
        public Builder kind(FindingKind kind) {
            this.kind = Objects.requireNonNull(kind, "kind");
            return this;
        }

        /** Sets the node it is on; required. */
        public Builder node(NodeName node) {
            this.node = Objects.requireNonNull(node, "node");
            return this;
        }

        /** Sets what it is about: a path, a device or a process; required. */
        public Builder resource(String resource) {
            this.resource = Objects.requireNonNull(resource, "resource");
            return this;
        }

        /** Sets what is wrong, and why it matters; required. */
        public Builder message(String message) {
            this.message = Objects.requireNonNull(message, "message");
            return this;
        }

        /** Sets what to do; required. */
        public Builder remedy(String remedy) {
            this.remedy = Objects.requireNonNull(remedy, "remedy");
            return this;
        }

        /**
         * Builds it.
         *
         * @throws org.gluster.gcs.InvalidRequestException with every problem at once
         */
        public Finding build() {
            return new Finding(this);
        }
    }
}
