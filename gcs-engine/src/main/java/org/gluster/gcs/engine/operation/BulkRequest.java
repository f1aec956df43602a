/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.operation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.IdempotencyKey;
import org.gluster.gcs.engine.catalogue.Draft;
import org.gluster.gcs.engine.catalogue.Keys;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.catalogue.OperationRecord.Failure;
import org.gluster.gcs.engine.catalogue.OperationRecord.Member;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.operation.BulkMode;
import org.gluster.gcs.operation.OperationKind;
import org.jspecify.annotations.Nullable;

/**
 * Several requests as one decision, on one draft: each sees what those before it reserve. Each begins an operation of its
 * own, and one more holds them together: it is what survives a restart, and what {@link BulkSettle} ends.
 */
final class BulkRequest extends Request {
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_PROBLEM = 300;

    /** One of them, and the name of its volume. */
    record Part(String name, Request request) {}

    private final OperationKind kind;
    private final BulkMode mode;
    private final List<Part> parts;

    BulkRequest(OperationKind kind, BulkMode mode, List<Part> parts, Requested requested) {
        super(requested, kind);
        this.kind = kind;
        this.mode = mode;
        this.parts = List.copyOf(parts);
    }

    /** What a part carries: its own key, or one that is made of that of all and its name. */
    static Requested partOf(Requested all, Optional<IdempotencyKey> own, String name) {
        if (own.isPresent()) {
            return all.keyed(own.get().value());
        }
        if (all.idempotencyKey().isEmpty()) {
            return all;
        }
        String derived = all.idempotencyKey() + "/" + name;
        return all.keyed(derived.length() <= LONGEST_KEY ? derived : digest(derived));
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    @Override
    String fingerprint() {
        StringBuilder all = new StringBuilder();
        parts.forEach(part -> all.append(part.request().fullFingerprint()).append('\n'));
        return "volumes=" + parts.size() + " mode=" + mode + " digest=" + digest(all.toString());
    }

    @Override
    OperationRecord begin(Draft draft, String operationId) {
        List<Member> members = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        GcsException first = null;
        for (Part part : parts) {
            Draft attempt = draft.child();
            try {
                OperationRecord begun = part.request().decide(attempt);
                boolean earlier = draft.operation(begun.id()).isPresent();
                String volume =
                        attempt.volume(part.name()).map(VolumeRecord::id).orElse("");
                draft.merge(attempt);
                members.add(Member.begun(part.name(), volume, begun.id(), earlier));
            } catch (GcsException refused) {
                first = first == null ? refused : first;
                problems.add(
                        "\"" + part.name() + "\": " + brief(refused.detail().message()));
                members.add(Member.refused(part.name(), failure(refused.detail())));
            }
        }
        if (first != null && mode == BulkMode.ALL_OR_NOTHING) {
            throw refusal(first, problems);
        }
        OperationRecord bulk = running(draft, operationId, Keys.operation(operationId), parts.size() + " volumes")
                .of(mode.name(), members);
        return BulkSettle.ended(draft, bulk).orElse(bulk);
    }

    private GcsException refusal(GcsException first, List<String> problems) {
        ErrorDetail detail = first.detail();
        return GcsException.of(detail.toBuilder()
                .message(problems.size() + " of " + parts.size() + " volumes cannot be "
                        + (kind == OperationKind.CREATE_VOLUMES ? "created, so none is" : "deleted, so none is")
                        + "; the first of them, " + problems.get(0)
                        + (problems.size() == 1 ? "" : " (the problems of this error name all of them)"))
                .problems(problems)
                .build());
    }

    private static Failure failure(ErrorDetail detail) {
        return Failure.of(
                detail.code().name(), brief(detail.message()), detail.node().orElse(""));
    }

    /** A thousand of them are to fit into one record. */
    static String brief(@Nullable String message) {
        String text = String.valueOf(message);
        return text.length() <= LONGEST_PROBLEM ? text : text.substring(0, LONGEST_PROBLEM) + "...";
    }
}
