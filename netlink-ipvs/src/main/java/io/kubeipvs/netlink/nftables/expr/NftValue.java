package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.SecretHash;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Bytes as they lie in nf_tables' registers, which know no byte order: what a packet carries is in the network's, what
 * the kernel itself keeps (marks, interface indexes, conntrack states) in the host's. Immutable, equal by content.
 */
public final class NftValue implements NftData, Comparable<NftValue> {
    /** {@code NFT_DATA_VALUE_MAXLEN}, bytes. */
    public static final int MAX_LENGTH = 64;

    private static final int IFNAMSIZ = 16;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final byte[] bytes;

    private NftValue(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The value of these bytes. */
    public static NftValue of(byte... bytes) {
        return owned(bytes.clone());
    }

    /** An address, 4 or 16 bytes. */
    public static NftValue address(Address address) {
        return owned(address.bytes());
    }

    /** One byte: a protocol, a family. */
    public static NftValue u8(int value) {
        return owned(new byte[] {(byte) value});
    }

    /** Two bytes in network order: a port. */
    public static NftValue be16(int value) {
        return owned(ByteBuffer.allocate(2).putShort((short) value).array());
    }

    /** Four bytes in network order. */
    public static NftValue be32(int value) {
        return owned(ByteBuffer.allocate(4).putInt(value).array());
    }

    /** Four bytes in host order: a mark, an interface index, a conntrack state. */
    public static NftValue u32(int value) {
        return owned(ByteBuffer.allocate(4)
                .order(ByteOrder.nativeOrder())
                .putInt(value)
                .array());
    }

    /** An interface's name, filled up with zeros to {@code IFNAMSIZ} (16) bytes. */
    public static NftValue interfaceName(String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        if (text.length == 0 || text.length >= IFNAMSIZ) {
            throw new IllegalArgumentException("an interface's name has 1 to 15 bytes: " + name);
        }
        return owned(Arrays.copyOf(text, IFNAMSIZ));
    }

    /** The fields of a concatenation, each filled up with zeros to a multiple of 4 bytes, as registers hold them. */
    public static NftValue concat(NftValue... fields) {
        byte[] bytes = new byte[0];
        for (NftValue field : fields) {
            int at = bytes.length;
            bytes = Arrays.copyOf(bytes, at + (field.length() + 3 & ~3));
            System.arraycopy(field.bytes, 0, bytes, at, field.length());
        }
        return owned(bytes);
    }

    /**
     * A network mask.
     *
     * @param length bytes
     * @param prefix how many bits are set, from the first on
     */
    public static NftValue prefixMask(int length, int prefix) {
        byte[] mask = new byte[length];
        for (int bit = 0; bit < prefix; bit++) {
            mask[bit / 8] |= (byte) (0x80 >>> bit % 8);
        }
        return owned(mask);
    }

    /** Its bits that are set in a mask of its length. */
    public NftValue and(NftValue mask) {
        byte[] masked = bytes.clone();
        for (int i = 0; i < masked.length; i++) {
            masked[i] &= mask.bytes[i];
        }
        return owned(masked);
    }

    /** How many bytes it has. */
    public int length() {
        return bytes.length;
    }

    /** The number of four bytes in host order. */
    public int toInt() {
        if (bytes.length != Integer.BYTES) {
            throw new IllegalArgumentException("not a number of 4 bytes: " + this);
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getInt();
    }

    /** One of its bytes, 0 to 255. */
    public int byteAt(int index) {
        return Byte.toUnsignedInt(bytes[index]);
    }

    /** A copy of its bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Compares two values as the kernel sorts keys: as unsigned big-endian numbers. */
    @Override
    public int compareTo(NftValue other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NftValue value && Arrays.equals(bytes, value.bytes);
    }

    @Override
    public int hashCode() {
        long mixed = SecretHash.START + bytes.length;
        int at = 0;
        for (; at + Long.BYTES <= bytes.length; at += Long.BYTES) {
            mixed = SecretHash.mix(mixed, (long) LONGS.get(bytes, at));
        }
        long rest = 0;
        for (; at < bytes.length; at++) {
            rest = rest << Byte.SIZE | byteAt(at);
        }
        return SecretHash.of(SecretHash.mix(mixed, rest));
    }

    /** Its bytes in hexadecimal. */
    @Override
    public String toString() {
        return "0x" + HexFormat.of().formatHex(bytes);
    }

    /** The value of an array that no other code writes to. */
    static NftValue owned(byte[] bytes) {
        if (bytes.length == 0 || bytes.length > MAX_LENGTH) {
            throw new IllegalArgumentException("a value has 1 to " + MAX_LENGTH + " bytes, not " + bytes.length);
        }
        return new NftValue(bytes);
    }

    /** Its bytes themselves, for writing them out. */
    byte[] raw() {
        return bytes;
    }
}
