package io.kubeipvs.core.model;

import java.util.ArrayList;
import java.util.List;

/** The text form of an address: read as Kubernetes reads it ({@code ParseIPSloppy}), RFC 5952 when writing. */
final class IpText {
    private static final int GROUPS = 8;

    /** The upper half of the lower 64 bits of an IPv4-mapped address. */
    private static final long V4_MAPPED = 0xffffL;

    private IpText() {}

    static Ip parse(String text) {
        try {
            return text.indexOf(':') >= 0 ? parseV6(text) : Ip.v4(parseV4(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not an IPv4 or IPv6 address", e);
        }
    }

    /** Without regular expressions and intermediate texts: a start reads tens of thousands. */
    private static int parseV4(String text) {
        int bits = 0;
        int begin = 0;
        for (int octet = 1; octet <= 4; octet++) {
            int end = octet < 4 ? text.indexOf('.', begin) : text.length();
            bits = bits << 8 | octet(text, begin, end);
            begin = end + 1;
        }
        return bits;
    }

    /** Leading zeros are of a decimal number: stored objects have them, and every part of Kubernetes reads them so. */
    private static int octet(String text, int begin, int end) {
        int value = begin < end ? 0 : 256;
        for (int i = begin; i < end && value <= 255; i++) {
            char digit = text.charAt(i);
            value = digit >= '0' && digit <= '9' ? 10 * value + digit - '0' : 256;
        }
        if (value > 255) {
            throw new NumberFormatException();
        }
        return value;
    }

    private static Ip parseV6(String text) {
        int gap = text.indexOf("::");
        List<Integer> head = gap < 0 ? groups(text, true) : groups(text.substring(0, gap), false);
        List<Integer> tail = gap < 0 ? List.of() : groups(text.substring(gap + 2), true);
        int missing = GROUPS - head.size() - tail.size();
        if (gap < 0 ? missing != 0 : missing < 1) {
            throw new NumberFormatException();
        }
        List<Integer> all = new ArrayList<>(head);
        for (int i = 0; i < missing; i++) {
            all.add(0);
        }
        all.addAll(tail);
        return Ip.v6(join(all.subList(0, 4)), join(all.subList(4, GROUPS)));
    }

    private static List<Integer> groups(String text, boolean mayEndInV4) {
        List<Integer> groups = new ArrayList<>();
        if (text.isEmpty()) {
            return groups;
        }
        String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            if (mayEndInV4 && i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
                int v4 = parseV4(parts[i]);
                groups.add(v4 >>> 16);
                groups.add(v4 & 0xffff);
            } else if (isGroup(parts[i])) {
                groups.add(Integer.parseInt(parts[i], 16));
            } else {
                throw new NumberFormatException();
            }
        }
        return groups;
    }

    private static boolean isGroup(String part) {
        return !part.isEmpty()
                && part.length() <= 4
                && part.chars().allMatch(c -> c < 128 && Character.digit(c, 16) >= 0);
    }

    private static long join(List<Integer> groups) {
        long bits = 0;
        for (int group : groups) {
            bits = bits << 16 | group;
        }
        return bits;
    }

    static String format(Ip ip) {
        return ip.family() == Family.IPV4 ? formatV4((int) ip.low()) : formatV6(ip);
    }

    private static String formatV4(int bits) {
        return (bits >>> 24) + "." + (bits >>> 16 & 0xff) + "." + (bits >>> 8 & 0xff) + "." + (bits & 0xff);
    }

    private static String formatV6(Ip ip) {
        if (ip.high() == 0 && ip.low() >>> 32 == V4_MAPPED) {
            return "::ffff:" + formatV4((int) ip.low());
        }
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (int) ((i < 4 ? ip.high() : ip.low()) >>> (48 - 16 * (i % 4)) & 0xffff);
        }
        int from = -1;
        int length = 1; // a single zero group is written out
        for (int i = 0; i < GROUPS; i++) {
            int run = zeroRun(groups, i);
            if (run > length) {
                from = i;
                length = run;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == from) {
                text.append("::");
                i += length - 1;
            } else {
                boolean separated = i == 0 || text.charAt(text.length() - 1) == ':';
                text.append(separated ? "" : ":").append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    private static int zeroRun(int[] groups, int from) {
        int length = 0;
        while (from + length < GROUPS && groups[from + length] == 0) {
            length++;
        }
        return length;
    }
}
