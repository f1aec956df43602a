/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorsTest {

    private static ErrorDetail full(ErrorCode code) {
        return ErrorDetail.builder(code)
                .message("volume orders: brick 2 on node-3 is offline; start it")
                .operation("create-volume")
                .resource("orders")
                .node("node-3")
                .problems(List.of("first", "second"))
                .httpStatus(503)
                .requestId("r-17")
                .attempts(3)
                .retryable(true)
                .lastState("RUNNING")
                .waited(Duration.ofSeconds(90))
                .build();
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void everyCodeMakesTheExceptionThatCarriesItsDetail(ErrorCode code) {
        ErrorDetail detail = full(code);
        IllegalStateException cause = new IllegalStateException("why");

        GcsException error = GcsException.of(detail, cause);

        assertThat(error).hasMessage(detail.message()).hasCause(cause);
        assertThat(error.code()).isEqualTo(code);
        assertThat(error.operation()).hasValue("create-volume");
        assertThat(error.resource()).hasValue("orders");
        assertThat(error.node()).hasValue("node-3");
        assertThat(error.httpStatus()).hasValue(503);
        assertThat(error.requestId()).hasValue("r-17");
        assertThat(error.attempts()).isEqualTo(3);
        assertThat(error.retryable()).isTrue();
        GcsException again = GcsException.of(error.detail());
        assertThat(again).hasSameClassAs(error).hasNoCause();
        assertThat(again.detail()).isEqualTo(detail);
    }

    @Test
    void everyConcreteClassHasOneCodeNamedAlike() {
        Map<ErrorCode, Class<?>> byCode = new EnumMap<>(ErrorCode.class);
        for (ErrorCode code : ErrorCode.values()) {
            GcsException error = GcsException.of(full(code));
            byCode.put(code, error.getClass());
            String words = error.getClass().getSimpleName().replaceAll("^Gcs|Exception$", "");
            String named = words.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
            assertThat(named).isIn(code.name(), "OPERATION_" + code.name());
        }
        Set<Class<?>> all = new HashSet<>();
        collect(GcsException.class, all);
        assertThat(byCode.values()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(all);
    }

    private static void collect(Class<?> type, Set<Class<?>> into) {
        if (!Modifier.isAbstract(type.getModifiers())) {
            into.add(type);
        }
        if (type.isSealed()) {
            Arrays.stream(type.getPermittedSubclasses()).forEach(child -> collect(child, into));
        }
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void survivesJavaSerialization(ErrorCode code) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(GcsException.of(full(code)));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(((GcsException) in.readObject()).detail()).isEqualTo(full(code));
        }
    }

    @Test
    void onlyTheMessageIsNeeded_andRetryableFollowsTheCode() {
        GcsException unreachable = GcsException.of(
                ErrorDetail.builder(ErrorCode.UNREACHABLE).message("no answer").build());
        assertThat(unreachable.retryable()).isTrue();
        assertThat(unreachable.attempts()).isEqualTo(1);
        assertThat(unreachable.node()).isEmpty();
        assertThat(unreachable.httpStatus()).isEmpty();
        assertThat(GcsException.of(ErrorDetail.builder(ErrorCode.OUTCOME_UNKNOWN)
                                .message("no answer")
                                .build())
                        .retryable())
                .isFalse();
    }

    @Test
    void classesWithMoreToSaySayIt() {
        assertThat(((NoFitException) GcsException.of(full(ErrorCode.NO_FIT))).shortfalls())
                .containsExactly("first", "second");
        assertThat(((InvalidRequestException) GcsException.of(full(ErrorCode.INVALID_REQUEST))).problems())
                .containsExactly("first", "second");
        GcsTimeoutException timeout = (GcsTimeoutException) GcsException.of(full(ErrorCode.TIMEOUT));
        assertThat(timeout.lastState()).hasValue("RUNNING");
        assertThat(timeout.waited()).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void theTreeIsSplitByWhatTheCallerCanDo() {
        assertThat(GcsException.of(full(ErrorCode.VOLUME_NOT_FOUND))).isInstanceOf(NotFoundException.class);
        assertThat(GcsException.of(full(ErrorCode.STALE_PLAN))).isInstanceOf(ConflictException.class);
        assertThat(GcsException.of(full(ErrorCode.NO_SPACE))).isNotInstanceOf(ConflictException.class);
    }

    @Test
    void aDetailReportsEveryProblemAtOnce() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() ->
                        ErrorDetail.builder(ErrorCode.INTERNAL).attempts(0).build())
                .satisfies(error ->
                        assertThat(error.problems()).containsExactly("message is required", "attempts is below 1: 0"))
                .withMessage("invalid error detail: message is required; attempts is below 1: 0");
    }
}
