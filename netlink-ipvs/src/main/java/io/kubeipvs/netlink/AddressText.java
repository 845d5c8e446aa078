package io.kubeipvs.netlink;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Address literals: RFC 4291 in, RFC 5952 out. */
final class AddressText {
    private static final int GROUPS = 8;
    private static final long MAPPED_PREFIX = 0xFFFFL;

    private AddressText() {}

    static Address parse(String literal) {
        Address address = literal.indexOf(':') < 0 ? parseV4(literal) : parseV6(literal);
        if (address == null) {
            throw new IllegalArgumentException("\"" + literal + "\" is not an IPv4 or IPv6 address literal");
        }
        return address;
    }

    static String format(Address address) {
        long hi = address.hi();
        long lo = address.lo();
        if (address.family() == Family.V4) {
            return dotted(lo);
        }
        if (hi == 0 && lo >>> 32 == MAPPED_PREFIX) {
            return "::ffff:" + dotted(lo);
        }
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (int) ((i < 4 ? hi >>> (48 - 16 * i) : lo >>> (112 - 16 * i)) & 0xFFFF);
        }
        return compressed(groups);
    }

    private static String dotted(long v4) {
        return (v4 >>> 24 & 0xFF) + "." + (v4 >>> 16 & 0xFF) + "." + (v4 >>> 8 & 0xFF) + "." + (v4 & 0xFF);
    }

    /** The first of the longest runs of two or more zero groups becomes {@code ::}. */
    private static String compressed(int[] groups) {
        int runStart = -1;
        int runLength = 1;
        for (int i = 0; i < GROUPS; i++) {
            int zeros = 0;
            while (i + zeros < GROUPS && groups[i + zeros] == 0) {
                zeros++;
            }
            if (zeros > runLength) {
                runStart = i;
                runLength = zeros;
            }
        }
        if (runStart < 0) {
            return joined(groups, 0, GROUPS);
        }
        return joined(groups, 0, runStart) + "::" + joined(groups, runStart + runLength, GROUPS);
    }

    private static String joined(int[] groups, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : ":").append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }

    /** Null when it is none. */
    private static Address parseV4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return null;
        }
        long value = 0;
        for (String part : parts) {
            boolean plain = part.matches("0|[1-9][0-9]{0,2}");
            if (!plain || Integer.parseInt(part) > 255) {
                return null;
            }
            value = value << 8 | Integer.parseInt(part);
        }
        return new Address(Family.V4, 0, value);
    }

    /** Null when it is none. */
    private static Address parseV6(String text) {
        int gap = text.indexOf("::");
        List<Integer> head = groups(gap < 0 ? text : text.substring(0, gap), gap < 0);
        List<Integer> tail = gap < 0 ? List.of() : groups(text.substring(gap + 2), true);
        if (head == null || tail == null) {
            return null;
        }
        int missing = GROUPS - head.size() - tail.size();
        if (gap < 0 ? missing != 0 : missing < 1) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.allocate(Family.V6.width());
        head.forEach(group -> bytes.putShort(group.shortValue()));
        bytes.position(bytes.position() + 2 * missing);
        tail.forEach(group -> bytes.putShort(group.shortValue()));
        return Address.of(bytes.array());
    }

    /** The 16-bit groups of colon-separated text, of which the last may be a dotted quad if it ends the address. */
    private static List<Integer> groups(String text, boolean endsAddress) {
        List<Integer> groups = new ArrayList<>();
        if (text.isEmpty()) {
            return groups;
        }
        String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].matches("[0-9a-fA-F]{1,4}")) {
                groups.add(Integer.parseInt(parts[i], 16));
                continue;
            }
            Address quad = endsAddress && i == parts.length - 1 ? parseV4(parts[i]) : null;
            if (quad == null) {
                return null;
            }
            groups.add((int) (quad.lo() >>> 16));
            groups.add((int) (quad.lo() & 0xFFFF));
        }
        return groups;
    }
}
