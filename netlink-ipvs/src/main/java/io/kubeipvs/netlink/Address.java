package io.kubeipvs.netlink;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An IPv4 or IPv6 address, without scope. Never resolves a name, and never turns a v4-mapped IPv6 address into an IPv4
 * one. Ordered by family, then numerically.
 *
 * @param hi the first 8 bytes of an IPv6 address, big-endian; 0 for IPv4
 * @param lo the last 8 bytes of an IPv6 address; for IPv4 the address as an unsigned 32-bit number
 */
public record Address(Family family, long hi, long lo) implements Comparable<Address> {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    public Address {
        if (family == Family.V4 && (hi != 0 || lo >>> 32 != 0)) {
            throw new IllegalArgumentException("an IPv4 address has 32 bits");
        }
    }

    /**
     * The address that a literal spells: dotted quad, or any RFC 4291 form without a zone.
     *
     * @throws IllegalArgumentException for anything else, host names included
     */
    public static Address parse(String literal) {
        return AddressText.parse(literal);
    }

    /** The address of 4 or 16 bytes in network order. */
    public static Address of(byte[] bytes) {
        if (bytes.length != Family.V4.width() && bytes.length != Family.V6.width()) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length);
        }
        Family family = bytes.length == Family.V4.width() ? Family.V4 : Family.V6;
        return of(family, bytes);
    }

    /** The address of a family in the first bytes of an array, in network order, which may be longer. */
    public static Address of(Family family, byte[] bytes) {
        if (bytes.length < family.width()) {
            throw new IllegalArgumentException(
                    "an address of " + bytes.length + " bytes, but its family needs " + family.width());
        }
        return family == Family.V4
                ? new Address(family, 0, Integer.toUnsignedLong((int) INTS.get(bytes, 0)))
                : new Address(family, (long) LONGS.get(bytes, 0), (long) LONGS.get(bytes, Long.BYTES));
    }

    /** The address's 4 or 16 bytes in network order. */
    public byte[] bytes() {
        byte[] bytes = new byte[family.width()];
        write(ByteBuffer.wrap(bytes));
        return bytes;
    }

    /** Every address of its family at once ({@code 0.0.0.0}, {@code ::}). */
    public boolean isUnspecified() {
        return hi == 0 && lo == 0;
    }

    @Override
    public int compareTo(Address other) {
        if (family != other.family) {
            return family.compareTo(other.family);
        }
        int high = Long.compareUnsigned(hi, other.hi);
        return high != 0 ? high : Long.compareUnsigned(lo, other.lo);
    }

    @Override
    public int hashCode() {
        long mixed = SecretHash.mix(SecretHash.START + family.number(), hi);
        return SecretHash.of(SecretHash.mix(mixed, lo));
    }

    /** The canonical text, RFC 5952 for IPv6. */
    @Override
    public String toString() {
        return AddressText.format(this);
    }

    static Address read(ByteBuffer in, int at, Family family) {
        if (family == Family.V4) {
            return new Address(family, 0, bigEndian(in, at, 4));
        }
        return new Address(family, bigEndian(in, at, 8), bigEndian(in, at + 8, 8));
    }

    /** Writes its 4 or 16 bytes in network order at the buffer's position. */
    void write(ByteBuffer out) {
        if (family == Family.V4) {
            out.putInt(out.order() == ByteOrder.BIG_ENDIAN ? (int) lo : Integer.reverseBytes((int) lo));
        } else {
            putBigEndian(out, hi);
            putBigEndian(out, lo);
        }
    }

    private static void putBigEndian(ByteBuffer out, long value) {
        out.putLong(out.order() == ByteOrder.BIG_ENDIAN ? value : Long.reverseBytes(value));
    }

    private static long bigEndian(ByteBuffer in, int at, int width) {
        if (width == 4) {
            int value = in.getInt(at);
            return Integer.toUnsignedLong(in.order() == ByteOrder.BIG_ENDIAN ? value : Integer.reverseBytes(value));
        }
        long value = in.getLong(at);
        return in.order() == ByteOrder.BIG_ENDIAN ? value : Long.reverseBytes(value);
    }
}
