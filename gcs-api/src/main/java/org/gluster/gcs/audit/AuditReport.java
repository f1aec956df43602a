/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.audit;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.internal.Problems;
import org.jspecify.annotations.Nullable;

/**
 * What an audit found. Immutable and safe to share between threads.
 */
@Incubating(since = "0.1.0")
public final class AuditReport {

    private final List<Finding> findings;
    private final long checked;
    private final Instant at;

    private AuditReport(Builder builder) {
        Problems problems = new Problems("audit report");
        findings = builder.findings;
        checked = builder.checked;
        at = problems.required("at", builder.at);
        problems.check(checked >= 0, "checked is negative: " + checked);
        problems.throwIfAny();
    }

    /** Returns a builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder with everything set as it is here. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.findings = findings;
        builder.checked = checked;
        builder.at = at;
        return builder;
    }

    /** Returns what was found, by node and resource; unmodifiable. */
    public List<Finding> findings() {
        return findings;
    }

    /** Returns how many resources were looked at. */
    public long checked() {
        return checked;
    }

    /** Returns when the audit ended. */
    public Instant at() {
        return at;
    }

    /** Returns whether nothing is wrong; what belongs to others is only a notice. */
    public boolean clean() {
        return findings.stream().allMatch(finding -> finding.kind().notice());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof AuditReport that
                        && findings.equals(that.findings)
                        && checked == that.checked
                        && at.equals(that.at));
    }

    @Override
    public int hashCode() {
        return Objects.hash(findings, checked, at);
    }

    @Override
    public String toString() {
        return "AuditReport[findings=" + findings + ", checked=" + checked + ", at=" + at + "]";
    }

    /** Builds an {@link AuditReport}; not safe to share between threads. */
    public static final class Builder {

        private List<Finding> findings = List.of();
        private long checked;
        private @Nullable Instant at;

        private Builder() {}

        /** Sets what was found, by node and resource; none by default. */
        public Builder findings(List<Finding> findings) {
            this.findings = List.copyOf(findings);
            return this;
        }

        /** Sets how many resources were looked at; 0 by default. */
        public Builder checked(long checked) {
            this.checked = checked;
            return this;
        }

        /** Sets when the audit ended; required. */
        public Builder at(Instant at) {
            this.at = Objects.requireNonNull(at, "at");
            return this;
        }

        /**
         * Builds it.
         *
         * @throws org.gluster.gcs.InvalidRequestException with every problem at once
         */
        public AuditReport build() {
            return new AuditReport(this);
        }
    }
}
