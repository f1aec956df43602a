/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.internal.Texts;
import org.jspecify.annotations.Nullable;

/**
 * Which clients may mount a volume, one entry of its access list. One of
 *
 * <ul>
 *   <li>{@code @nodes}: the nodes of the cluster, those added later too, and the local host;
 *   <li>{@code *}: everybody;
 *   <li>an IPv4 or IPv6 address;
 *   <li>an IPv4 network, {@code 10.1.0.0/20};
 *   <li>an IPv4 address with {@code *} for whole numbers, {@code 10.1.*}, or an IPv6 address with {@code *} for whole
 *       groups of its shortest form, {@code 2001:db8::*};
 *   <li>a host name, which each node resolves when a client comes.
 * </ul>
 *
 * Nothing else: a brick does not start with what GlusterFS cannot read, and GlusterFS 10 matches networks wrongly unless
 * they end at a whole number, so that they are given to it in parts (see {@link #addresses()}). Immutable and safe to
 * share between threads; equal when the texts are.
 */
@Incubating(since = "0.1.0")
public final class ClientPattern {

    /** What a pattern names. */
    public enum Kind {
        /** The cluster's nodes and the local host. */
        NODES,
        /** Everybody. */
        ANYONE,
        /** One address. */
        ADDRESS,
        /** An IPv4 network. */
        NETWORK,
        /** Addresses with wildcards. */
        WILDCARD,
        /** A host name. */
        HOST
    }

    /** The nodes of the cluster, those added later too, and the local host: {@code @nodes}. */
    public static final ClientPattern NODES = new ClientPattern(Kind.NODES, "@nodes", List.of());

    /** Everybody: {@code *}. */
    public static final ClientPattern ANYONE = new ClientPattern(Kind.ANYONE, "*", List.of("*"));

    private static final Pattern IPV4_LIKE = Pattern.compile("[0-9.]+");
    private static final Pattern IPV4_WILDCARD = Pattern.compile("([0-9]{1,3}|\\*)(\\.([0-9]{1,3}|\\*)){1,3}");
    private static final Pattern IPV4_NETWORK = Pattern.compile("([0-9.]{7,15})/([0-9]{1,2})");
    private static final Pattern IPV6_LIKE = Pattern.compile("[0-9A-Fa-f:]{2,39}");
    private static final Pattern IPV6_WILDCARD =
            Pattern.compile("(?=.*\\*)([0-9a-f]{1,4}|\\*)?(:([0-9a-f]{1,4}|\\*)?){2,7}");
    private static final Pattern HOST = Pattern.compile(
            "(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");
    private static final Pattern LETTER = Pattern.compile("[A-Za-z]");
    private static final int BITS = 32;
    private static final int NUMBER = 8;

    private final Kind kind;
    private final String text;
    private final List<String> addresses;

    private ClientPattern(Kind kind, String text, List<String> addresses) {
        this.kind = kind;
        this.text = text;
        this.addresses = List.copyOf(addresses);
    }

    /**
     * Reads one.
     *
     * @throws InvalidRequestException when it is none of these, saying what can be written instead
     */
    public static ClientPattern parse(String text) {
        if (text.equals(NODES.text)) {
            return NODES;
        }
        if (text.equals(ANYONE.text)) {
            return ANYONE;
        }
        if (text.indexOf(':') >= 0) {
            return ipv6(text);
        }
        if (text.indexOf('/') >= 0) {
            return network(text);
        }
        if (text.indexOf('*') >= 0) {
            return wildcard(text);
        }
        if (IPV4_LIKE.matcher(text).matches()) {
            String address = dotted(ipv4(text, text));
            return new ClientPattern(Kind.ADDRESS, address, List.of(address));
        }
        if (!HOST.matcher(text).matches() || !LETTER.matcher(lastLabel(text)).find()) {
            throw malformed(
                    text,
                    "must be an address, an IPv4 network, an address with '*' for whole numbers, a host name, '*' for"
                            + " everybody or '@nodes' for the cluster's nodes");
        }
        String name = text.toLowerCase(Locale.ROOT);
        return new ClientPattern(Kind.HOST, name, List.of(name));
    }

    private static String lastLabel(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static ClientPattern ipv6(String text) {
        if (text.indexOf('/') >= 0) {
            throw malformed(
                    text,
                    "is an IPv6 network, which GlusterFS does not match: write '*' for whole groups of the shortest"
                            + " form, e.g. \"2001:db8::*\"");
        }
        if (text.indexOf('%') >= 0) {
            throw malformed(text, "must be an address without an interface");
        }
        if (text.indexOf('*') >= 0) {
            String lower = text.toLowerCase(Locale.ROOT);
            if (!IPV6_WILDCARD.matcher(lower).matches() || lower.contains(":::")) {
                throw malformed(text, "must have '*' for whole groups, e.g. \"2001:db8::*\"");
            }
            return new ClientPattern(Kind.WILDCARD, lower, List.of(lower));
        }
        if (!IPV6_LIKE.matcher(text).matches()) {
            throw malformed(text, "must be an IPv6 address, e.g. \"2001:db8::1\"");
        }
        try {
            String address = canonical(InetAddress.getByName(text)); // a literal: nothing is resolved
            return new ClientPattern(Kind.ADDRESS, address, List.of(address));
        } catch (UnknownHostException noAddress) {
            throw malformed(text, "must be an IPv6 address, e.g. \"2001:db8::1\"");
        }
    }

    private static ClientPattern network(String text) {
        var parts = IPV4_NETWORK.matcher(text);
        if (!parts.matches()) {
            throw malformed(text, "must be an IPv4 network, e.g. \"10.1.0.0/20\"");
        }
        int length = Integer.parseInt(parts.group(2));
        if (length < 1 || length > BITS) {
            throw malformed(text, "must have a prefix of 1 to 32 bits; for everybody write \"*\"");
        }
        long first = ipv4(parts.group(1), text);
        long size = 1L << (BITS - length);
        if (first % size != 0) {
            throw malformed(
                    text,
                    "has bits set behind its prefix; write \"" + dotted(first - first % size) + "/" + length + "\"");
        }
        return new ClientPattern(Kind.NETWORK, dotted(first) + "/" + length, parts(first, length));
    }

    /** The network as addresses whose last numbers are wildcards, at most 128 of them. */
    private static List<String> parts(long first, int length) {
        int numbers = (length + NUMBER - 1) / NUMBER;
        long step = 1L << (BITS - numbers * NUMBER);
        long end = first + (1L << (BITS - length));
        List<String> found = new ArrayList<>();
        for (long part = first; part < end; part += step) {
            String address = dotted(part);
            if (numbers < 4) {
                String[] all = address.split("\\.");
                StringBuilder kept = new StringBuilder();
                for (int i = 0; i < numbers; i++) {
                    kept.append(all[i]).append('.');
                }
                address = kept.append('*').toString();
            }
            found.add(address);
        }
        return found;
    }

    private static ClientPattern wildcard(String text) {
        boolean sound = IPV4_WILDCARD.matcher(text).matches();
        String[] numbers = text.split("\\.", -1);
        for (String number : numbers) {
            sound &= number.equals("*") || (sound && isNumber(number));
        }
        sound &= numbers.length == 4 || numbers[0].equals("*") || numbers[numbers.length - 1].equals("*");
        if (!sound) {
            throw malformed(
                    text,
                    "must have '*' for whole numbers of an IPv4 address, e.g. \"10.1.*\"; GlusterFS knows no other"
                            + " wildcards, and none in host names");
        }
        return new ClientPattern(Kind.WILDCARD, text, List.of(text));
    }

    private static boolean isNumber(String text) {
        return Integer.parseInt(text) <= 255 && (text.length() == 1 || text.charAt(0) != '0');
    }

    private static long ipv4(String address, String whole) {
        String[] numbers = address.split("\\.", -1);
        long value = 0;
        boolean sound = numbers.length == 4;
        for (String number : numbers) {
            sound &= !number.isEmpty() && number.length() <= 3;
            if (!sound || !isNumber(number)) {
                throw malformed(whole, "must be an IPv4 address of four numbers up to 255, e.g. \"10.1.2.3\"");
            }
            value = value << NUMBER | Integer.parseInt(number);
        }
        return value;
    }

    private static String dotted(long address) {
        return (address >> 24 & 255) + "." + (address >> 16 & 255) + "." + (address >> 8 & 255) + "." + (address & 255);
    }

    private static InvalidRequestException malformed(String text, String rule) {
        return InvalidRequestException.of("client", List.of("client " + Texts.quoted(text) + " " + rule));
    }

    /** Returns an address as GlusterFS writes it: dotted, or the shortest IPv6 form in lower case. */
    public static String canonical(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return address.getHostAddress();
        }
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (bytes[2 * i] & 255) << 8 | (bytes[2 * i + 1] & 255);
        }
        int from = -1;
        int longest = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - i > longest) {
                from = i;
                longest = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == from) {
                text.append("::");
                i += longest - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    /** Returns what it names. */
    public Kind kind() {
        return kind;
    }

    /**
     * Returns it as GlusterFS is told: a network as all its parts that end at a whole number, {@code @nodes} as nothing,
     * anything else as it is; unmodifiable.
     */
    public List<String> addresses() {
        return addresses;
    }

    /**
     * Returns whether it matches an address as {@link #canonical} writes it. Host names and {@code @nodes} match none:
     * what they stand for is not known here.
     */
    public boolean matches(String address) {
        return kind != Kind.HOST && addresses.stream().anyMatch(one -> glob(one, address));
    }

    /** GlusterFS' own way: {@code *} stands for anything, dots and colons too. */
    private static boolean glob(String pattern, String address) {
        int star = pattern.indexOf('*');
        if (star < 0) {
            return pattern.equals(address);
        }
        if (!address.startsWith(pattern.substring(0, star))) {
            return false;
        }
        String rest = pattern.substring(star + 1);
        for (int at = star; at <= address.length(); at++) {
            if (glob(rest, address.substring(at))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof ClientPattern that && text.equals(that.text));
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Returns it as {@link #parse} reads it. */
    @Override
    public String toString() {
        return text;
    }
}
