/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import java.util.List;
import java.util.Objects;
import org.gluster.gcs.layout.Constraint;
import org.gluster.gcs.layout.Refusal;
import org.gluster.gcs.layout.Shortfall;
import org.gluster.gcs.layout.Verdict;

/** Why a volume does not fit. */
public record RefusalJson(Verdict verdict, Constraint constraint, List<ShortfallJson> shortfalls) {

    /** Checks that nothing is missing. */
    public RefusalJson {
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(constraint, "constraint");
        shortfalls = Given.list(shortfalls);
    }

    /** What one device lacks; {@code missing} is bytes. */
    public record ShortfallJson(
            String node, String device, String path, Constraint constraint, long missing, String reason) {

        /** Checks that nothing is missing. */
        public ShortfallJson {
            Objects.requireNonNull(node, "node");
            Objects.requireNonNull(device, "device");
            Objects.requireNonNull(path, "path");
            Objects.requireNonNull(constraint, "constraint");
            Objects.requireNonNull(reason, "reason");
        }

        static ShortfallJson of(Shortfall shortfall) {
            return new ShortfallJson(
                    shortfall.node(),
                    shortfall.device(),
                    shortfall.path(),
                    shortfall.constraint(),
                    shortfall.missing(),
                    shortfall.reason());
        }

        Shortfall toShortfall() {
            return new Shortfall(node, device, path, constraint, missing, reason);
        }
    }

    /** Returns the JSON of a refusal. */
    public static RefusalJson of(Refusal refusal) {
        return new RefusalJson(
                refusal.verdict(),
                refusal.constraint(),
                refusal.shortfalls().stream().map(ShortfallJson::of).toList());
    }

    /** Returns the refusal. */
    public Refusal toRefusal() {
        return Refusal.of(
                verdict,
                constraint,
                shortfalls.stream().map(ShortfallJson::toShortfall).toList());
    }
}
