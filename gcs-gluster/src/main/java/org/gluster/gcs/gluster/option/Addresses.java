/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.option;

import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import java.util.regex.Pattern;

/** Host names and addresses, as GlusterFS takes them. */
final class Addresses {
    private static final int LONGEST_HOST = 255;
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?");
    private static final Pattern DECIMAL = Pattern.compile("[+]?[0-9]{1,9}");
    private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{1,8}");

    private Addresses() {}

    static boolean isAddress(String address) {
        return isIpv4(address, false) || isIpv6(address, false) || isHost(address);
    }

    /** {@code a,b,..}, or per directory {@code /dir(a|b),..}. */
    static boolean isList(String value) {
        List<String> entries = tokens(value, ",");
        if (!value.startsWith("/") && value.indexOf('(') < 0) {
            return !entries.isEmpty() && entries.stream().allMatch(Addresses::isPattern);
        }
        return !entries.isEmpty() && entries.stream().allMatch(Addresses::isDirectoryEntry);
    }

    private static boolean isDirectoryEntry(String entry) {
        int open = entry.indexOf('(');
        if (!entry.startsWith("/") || open < 0) {
            return false;
        }
        int close = entry.indexOf(')', open);
        List<String> addresses = tokens(entry.substring(open + 1, close < 0 ? entry.length() : close), "|");
        return !addresses.isEmpty() && addresses.stream().allMatch(Addresses::isPattern);
    }

    static boolean isMountList(String value) {
        List<String> entries = tokens(value, ",");
        return !entries.isEmpty() && entries.stream().allMatch(Addresses::isMountAddress);
    }

    private static boolean isMountAddress(String address) {
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            if (c == '*' || c == '?' || c == '[') {
                return true;
            }
            if (c == '/') {
                return isNetwork(address, 0, false);
            }
        }
        return isAddress(address);
    }

    private static boolean isPattern(String address) {
        return isNetwork(address, 1, true) || isIpv4(address, true) || isIpv6(address, true) || isHost(address);
    }

    private static boolean isNetwork(String network, int shortest, boolean wildcard) {
        int slash = network.indexOf('/');
        if (slash < 0) {
            return false;
        }
        String bits = network.substring(slash + 1);
        return DECIMAL.matcher(bits).matches()
                && Integer.parseInt(bits) >= shortest
                && Integer.parseInt(bits) <= 32
                && isIpv4(network.substring(0, slash), wildcard);
    }

    private static boolean isIpv4(String address, boolean wildcard) {
        if (address.isEmpty() || address.contains("..") || !endsWithDigitOr(address, '*')) {
            return false;
        }
        List<String> octets = tokens(address, ".");
        boolean wild = false;
        for (String octet : octets) {
            if (wildcard && octet.equals("*")) {
                wild = true;
            } else if (!DECIMAL.matcher(octet).matches() || Integer.parseInt(octet) > 255) {
                return false;
            }
        }
        return octets.size() == 4 || (octets.size() < 4 && wild);
    }

    private static boolean endsWithDigitOr(String address, char other) {
        char last = address.charAt(address.length() - 1);
        return (last >= '0' && last <= '9') || last == other;
    }

    private static boolean isIpv6(String given, boolean wildcard) {
        int scope = given.indexOf('%');
        String address = scope < 0 ? given : given.substring(0, scope);
        int compressed = address.indexOf("::");
        if (address.isEmpty()
                || address.endsWith(":")
                || (compressed >= 0 && address.indexOf("::", compressed + 1) >= 0)) {
            return false;
        }
        List<String> groups = tokens(address, ":");
        boolean wild = false;
        for (String group : groups) {
            if (wildcard && group.equals("*")) {
                wild = true;
            } else if (!HEX.matcher(group).matches() || Long.parseLong(group, 16) > 0xffff) {
                return false;
            }
        }
        return groups.size() == 8 || (groups.size() < 8 && (wild || compressed >= 0));
    }

    private static boolean isHost(String host) {
        return !host.isEmpty()
                && host.length() <= LONGEST_HOST
                && !host.contains("..")
                && !host.endsWith(".")
                && tokens(host, ".").stream()
                        .allMatch(label -> LABEL.matcher(label).matches());
    }

    /** Whether the IPv4 network holds the address. */
    static boolean contains(String network, String address) {
        int slash = network.indexOf('/');
        String base = network.substring(0, slash);
        if (!isIpv4(base, false) || !isIpv4(address, false) || !isNetwork(network, 1, false)) {
            return false;
        }
        int shift = 32 - Integer.parseInt(network.substring(slash + 1));
        return bits(base) >>> shift == bits(address) >>> shift;
    }

    private static long bits(String ipv4) {
        long bits = 0;
        for (String octet : tokens(ipv4, ".")) {
            bits = bits << 8 | Integer.parseInt(octet);
        }
        return bits;
    }

    /** As {@code strtok}: empty parts do not count. */
    static List<String> tokens(String value, String separators) {
        List<String> tokens = new ArrayList<>();
        StringTokenizer tokenizer = new StringTokenizer(value, separators);
        while (tokenizer.hasMoreTokens()) {
            tokens.add(tokenizer.nextToken());
        }
        return tokens;
    }
}
