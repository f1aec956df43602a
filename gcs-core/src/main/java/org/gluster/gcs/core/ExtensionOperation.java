/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.core.rest.Repeatability;
import org.gluster.gcs.core.rest.RestCall;
import org.gluster.gcs.core.wire.OperationJson;
import org.gluster.gcs.operation.Operation;
import org.gluster.gcs.operation.OperationId;
import org.gluster.gcs.operation.OperationInfo;
import org.gluster.gcs.operation.OperationKind;
import org.gluster.gcs.operation.OperationState;
import org.gluster.gcs.operation.Progress;
import org.jspecify.annotations.Nullable;

/** A durable operation of the other side. Thread-safe. */
final class ExtensionOperation<T> implements Operation<T>, Watched<T> {
    private static final Duration BESIDES = Duration.ofSeconds(10);

    private final ExtensionCalls calls;
    private final OperationJson begun;
    private final OperationInfo info;
    private final Class<T> type;

    ExtensionOperation(ExtensionCalls calls, OperationJson begun, Class<T> type) {
        this.calls = calls;
        this.begun = begun;
        this.type = type;
        info = begun.toInfo();
    }

    @Override
    public OperationId id() {
        return info.id();
    }

    @Override
    public OperationKind kind() {
        return info.kind();
    }

    @Override
    public String subject() {
        return info.subject();
    }

    @Override
    public OperationState state() {
        return calls.get("operations/" + id(), OperationJson.class).state();
    }

    @Override
    public Progress progress() {
        return calls.get("operations/" + id(), OperationJson.class).toInfo().progress();
    }

    @Override
    public T await() {
        return calls.link().await(this);
    }

    @Override
    public T await(Duration timeout) {
        return calls.link().await(this, timeout);
    }

    @Override
    public CompletableFuture<T> toFuture() {
        return calls.link().follow(this);
    }

    @Override
    public void cancel() {
        calls.get(
                RestCall.of("POST", ExtensionCalls.PREFIX + "operations/" + id() + "/cancel", Repeatability.IDEMPOTENT),
                OperationJson.class);
    }

    @Override
    public Look<T> known() {
        return look(begun);
    }

    @Override
    public Look<T> look(Duration patience, Duration limit) {
        long wait = patience.toSeconds();
        Duration longest = patience.plus(BESIDES);
        RestCall call = RestCall.get(ExtensionCalls.PREFIX + "operations/" + id() + (wait > 0 ? "?wait=" + wait : ""))
                .within(limit.compareTo(longest) < 0 ? limit : longest);
        return look(calls.get(call, OperationJson.class));
    }

    private Look<T> look(OperationJson seen) {
        if (!seen.state().terminal()) {
            return Look.running(Errors.word(seen.state()) + ", " + seen.toInfo().progress());
        }
        if (seen.error() != null) {
            return Look.failed(GcsException.of(seen.error().toDetail()));
        }
        if (seen.state() != OperationState.SUCCEEDED) {
            ErrorCode code = seen.state() == OperationState.CANCELLED ? ErrorCode.CANCELLED : ErrorCode.INTERNAL;
            return Look.failed(failure(code, this + " ended " + Errors.word(seen.state())));
        }
        Object result = seen.result() == null ? null : seen.result().toResult();
        return type.isInstance(result) ? Look.succeeded(type.cast(result)) : Look.failed(gone());
    }

    /** It was removed by a later operation. */
    private GcsException gone() {
        String succeeded = "operation " + id() + " has succeeded, but its ";
        return switch (kind()) {
            case CREATE_OPTION_GROUP, DELETE_OPTION_GROUP ->
                failure(ErrorCode.NOT_FOUND, succeeded + "option group was deleted since");
            case ADD_PEER, REMOVE_PEER -> failure(ErrorCode.PEER_NOT_FOUND, succeeded + "peer was removed since");
            case ADD_DEVICE, REMOVE_DEVICE, ENABLE_DEVICE, DISABLE_DEVICE, EDIT_DEVICE ->
                failure(ErrorCode.DEVICE_NOT_FOUND, succeeded + "device was removed since");
            default ->
                failure(ErrorCode.VOLUME_NOT_FOUND, succeeded + "volume \"" + subject() + "\" was deleted since");
        };
    }

    private GcsException failure(ErrorCode code, String message) {
        return GcsException.of(detail(code, message).build());
    }

    private ErrorDetail.Builder detail(ErrorCode code, String message) {
        return ErrorDetail.builder(code)
                .message(message)
                .operation(kind().name())
                .resource(subject());
    }

    @Override
    public GcsException late(String seen, Duration waited, @Nullable GcsException trouble) {
        ErrorDetail detail = detail(
                        ErrorCode.TIMEOUT,
                        this + " did not end within " + waited.toMillis() + " ms; last seen: " + seen
                                + ". It goes on: wait again, or cancel it")
                .lastState(seen)
                .waited(waited)
                .build();
        return trouble == null ? GcsException.of(detail) : GcsException.of(detail, trouble);
    }

    @Override
    public String toString() {
        return Errors.words(id(), kind(), subject());
    }
}
