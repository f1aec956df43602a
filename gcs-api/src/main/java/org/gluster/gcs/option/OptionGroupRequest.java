/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.option;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.gluster.gcs.IdempotencyKey;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.internal.OptionRules;
import org.gluster.gcs.internal.Problems;
import org.gluster.gcs.internal.Texts;
import org.jspecify.annotations.Nullable;

/** A wish for an option group. Immutable and safe to share between threads. */
@Incubating(since = "0.1.0")
public final class OptionGroupRequest {

    private static final int DESCRIPTION = 1024;

    private final OptionGroupName name;
    private final String description;
    private final SortedMap<String, String> options;
    private final @Nullable IdempotencyKey idempotencyKey;

    OptionGroupRequest(OptionGroupRequestBuilder builder) {
        Problems problems = new Problems("option group request");
        name = problems.parsed("name", builder.name, OptionGroupName::of);
        description = builder.description;
        problems.check(
                description.length() <= DESCRIPTION && Texts.isPrintable(description),
                "description must be at most 1024 printable characters");
        options = Collections.unmodifiableSortedMap(new TreeMap<>(builder.options));
        problems.check(!options.isEmpty(), "an option group has at least one option");
        OptionRules.check(options, problems);
        idempotencyKey = problems.optional(builder.idempotencyKey, IdempotencyKey::of);
        problems.throwIfAny();
    }

    /** Returns a builder with nothing set. */
    public static Builder builder() {
        return new OptionGroupRequestBuilder();
    }

    /**
     * Builds one with a builder that the consumer fills, which is called before this returns.
     *
     * @throws org.gluster.gcs.InvalidRequestException with every problem at once
     */
    public static OptionGroupRequest of(Consumer<Builder> filler) {
        Builder builder = builder();
        filler.accept(builder);
        return builder.build();
    }

    /** Returns the name. */
    public OptionGroupName name() {
        return name;
    }

    /** Returns what it is for; may be empty. */
    public String description() {
        return description;
    }

    /** Returns the options; unmodifiable. */
    public SortedMap<String, String> options() {
        return options;
    }

    /** Returns the caller's key, if one was given. */
    public Optional<IdempotencyKey> idempotencyKey() {
        return Optional.ofNullable(idempotencyKey);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof OptionGroupRequest that
                        && name.equals(that.name)
                        && description.equals(that.description)
                        && options.equals(that.options)
                        && Objects.equals(idempotencyKey, that.idempotencyKey));
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, description, options, idempotencyKey);
    }

    @Override
    public String toString() {
        return "OptionGroupRequest[name=" + name + ", description=" + description + ", options=" + options
                + ", idempotencyKey=" + idempotencyKey + "]";
    }

    /**
     * Builds an {@link OptionGroupRequest}; not safe to share between threads. No text is checked before
     * {@link #build()}.
     */
    public interface Builder {

        /** Sets the name, see {@link OptionGroupName}; required. */
        Builder name(String name);

        /** Sets what it is for, at most 1024 printable characters; empty by default. */
        Builder description(String description);

        /** Adds an option; at least one is required. */
        Builder option(String key, String value);

        /** Adds options. */
        Builder options(Map<String, String> options);

        /**
         * Makes it safe to ask again: the same key with the same request gives the same operation; no key by default.
         */
        Builder idempotencyKey(String key);

        /**
         * Builds it.
         *
         * @throws org.gluster.gcs.InvalidRequestException with every problem at once
         */
        OptionGroupRequest build();
    }
}
