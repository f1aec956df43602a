/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.internal.Problems;
import org.gluster.gcs.internal.Texts;
import org.jspecify.annotations.Nullable;

/**
 * That bricks of a volume talk TLS, and with which files. Bricks and clients each show a certificate, and each checks the
 * other's against its authorities. The paths are those on the nodes, the same on each; a client has files of its own, where
 * its GlusterFS looks for them. Key contents are never read into, sent by, or kept in the catalogue. Immutable and safe to
 * share between threads.
 */
@Incubating(since = "0.1.0")
public final class DataPathTls {

    /** Where a node's certificate chain is unless said otherwise. */
    public static final String CERTIFICATE = "/etc/ssl/glusterfs.pem";
    /** Where a node's private key is unless said otherwise. */
    public static final String KEY = "/etc/ssl/glusterfs.key";
    /** Where the certificates of the authorities are unless said otherwise. */
    public static final String AUTHORITIES = "/etc/ssl/glusterfs.ca";

    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_+@%=-][A-Za-z0-9._+@%=-]*)+");
    private static final Pattern SUBJECT = Pattern.compile("[A-Za-z0-9._@*-]{1,64}");
    private static final int LONGEST_PATH = 255;
    private static final int MOST_SUBJECTS = 100;

    private final String certificate;
    private final String key;
    private final String authorities;
    private final List<String> subjects;

    DataPathTls(DataPathTlsBuilder builder) {
        Problems problems = new Problems("data path TLS");
        certificate = path("certificate", builder.certificate, problems);
        key = path("key", builder.key, problems);
        authorities = path("authorities", builder.authorities, problems);
        problems.check(!certificate.equals(authorities), "certificate and authorities must be two files");
        subjects = builder.subjects.stream().distinct().toList();
        for (String subject : subjects) {
            problems.check(
                    SUBJECT.matcher(subject).matches(),
                    "subject " + Texts.quoted(subject)
                            + " must be a common name of 1 to 64 letters, digits, '.', '_', '@' or '-', or have '*' in it");
        }
        problems.check(subjects.size() <= MOST_SUBJECTS, "at most " + MOST_SUBJECTS + " subjects can be allowed");
        problems.throwIfAny();
    }

    private static String path(String what, String path, Problems problems) {
        problems.check(
                path.length() <= LONGEST_PATH && PATH.matcher(path).matches(),
                what + " " + Texts.quoted(path)
                        + " must be an absolute path of at most 255 letters, digits and . _ + @ % = -, no part of which"
                        + " begins with a dot");
        return path;
    }

    /** Returns a builder with GlusterFS' usual paths and no subjects. */
    public static Builder builder() {
        return new DataPathTlsBuilder();
    }

    /**
     * Builds one with a builder that the consumer fills, which is called before this returns.
     *
     * @throws org.gluster.gcs.InvalidRequestException with every problem at once
     */
    public static DataPathTls of(Consumer<Builder> filler) {
        Builder builder = builder();
        filler.accept(builder);
        return builder.build();
    }

    /**
     * Returns what a volume's options say, if they say {@code server.ssl on}.
     *
     * @throws org.gluster.gcs.InvalidRequestException when they hold what {@link #builder()} does not take
     */
    public static Optional<DataPathTls> ofOptions(Map<String, String> options) {
        if (!isSaidBy(options)) {
            return Optional.empty();
        }
        return Optional.of(of(tls -> {
            tls.certificate(options.getOrDefault("ssl.own-cert", CERTIFICATE))
                    .key(options.getOrDefault("ssl.private-key", KEY))
                    .authorities(options.getOrDefault("ssl.ca-list", AUTHORITIES));
            String allowed = options.getOrDefault("auth.ssl-allow", "");
            Stream.of(allowed.split(",", -1)).filter(one -> !one.isEmpty()).forEach(tls::allowSubjects);
        }));
    }

    /** Returns whether a volume's options say that its bricks, and so its clients, talk TLS. */
    public static boolean isSaidBy(Map<String, String> options) {
        return isOn(options.get("server.ssl"));
    }

    private static boolean isOn(@Nullable String value) {
        return value != null && List.of("on", "yes", "true", "enable", "1").contains(value);
    }

    /** Returns the volume options that say this; unmodifiable. */
    public SortedMap<String, String> options() {
        SortedMap<String, String> options = new TreeMap<>();
        options.put("server.ssl", "on");
        options.put("client.ssl", "on");
        options.put("ssl.own-cert", certificate);
        options.put("ssl.private-key", key);
        options.put("ssl.ca-list", authorities);
        if (!subjects.isEmpty()) {
            options.put("auth.ssl-allow", String.join(",", subjects));
        }
        return Collections.unmodifiableSortedMap(options);
    }

    /** Returns where each node has its certificate, with those between it and an authority. */
    public String certificate() {
        return certificate;
    }

    /** Returns where each node has the certificate's private key. */
    public String key() {
        return key;
    }

    /** Returns where each node has the certificates of the authorities that it trusts. */
    public String authorities() {
        return authorities;
    }

    /** Returns the common names that clients and nodes may have; empty: those of the access list, with any; unmodifiable. */
    public List<String> subjects() {
        return subjects;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof DataPathTls that && options().equals(that.options()));
    }

    @Override
    public int hashCode() {
        return options().hashCode();
    }

    @Override
    public String toString() {
        return "DataPathTls[certificate=" + certificate + ", key=" + key + ", authorities=" + authorities
                + ", subjects=" + subjects + "]";
    }

    /** Builds a {@link DataPathTls}; not safe to share between threads. No text is checked before {@link #build()}. */
    public interface Builder {

        /** Says where each node has its certificate, a PEM file; {@link #CERTIFICATE} by default. */
        Builder certificate(String path);

        /** Says where each node has its private key, a PEM file for root only; {@link #KEY} by default. */
        Builder key(String path);

        /** Says where each node has the certificates of the authorities, a PEM file; {@link #AUTHORITIES} by default. */
        Builder authorities(String path);

        /**
         * Adds common names of certificates, in which {@code *} stands for anything. With any, bricks take whoever shows
         * one of these, <em>from whatever address</em> (GlusterFS 10 asks for one or the other), and refuse all others; the
         * access list then holds for nodes alone, which give the volume's layout to those on it only. The nodes' own
         * certificates must be among them. Without any, bricks take every certificate of the authorities from the
         * addresses of the access list.
         */
        Builder allowSubjects(String... names);

        /**
         * Builds it.
         *
         * @throws org.gluster.gcs.InvalidRequestException with every problem at once
         */
        DataPathTls build();
    }
}
