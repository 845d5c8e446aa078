package io.kubeipvs.netlink.nftables;

import java.util.LinkedList;
import java.util.List;
import java.util.Optional;

/**
 * The meaning of a key or a map's value to {@code nft}: the kernel only knows its width. Source: nftables, {@code
 * include/datatype.h, enum datatypes}.
 *
 * @param width bytes, without the padding it has in a concatenation
 * @param isNetworkOrder false for what the kernel keeps in its own byte order
 */
public record DataType(int number, String name, int width, boolean isNetworkOrder) {
    public static final DataType IPV4_ADDR = new DataType(7, "ipv4_addr", 4, true);
    public static final DataType IPV6_ADDR = new DataType(8, "ipv6_addr", 16, true);
    public static final DataType ETHER_ADDR = new DataType(9, "ether_addr", 6, true);
    /** A protocol above IP, such as 6 for TCP. */
    public static final DataType INET_PROTO = new DataType(12, "inet_proto", 1, true);
    /** A port. */
    public static final DataType INET_SERVICE = new DataType(13, "inet_service", 2, true);
    /** A packet's or a connection's mark. */
    public static final DataType MARK = new DataType(19, "mark", 4, false);
    /** An interface's number. */
    public static final DataType IFACE_INDEX = new DataType(20, "iface_index", 4, false);
    /** An interface's name, filled up with zeros. */
    public static final DataType IFNAME = new DataType(41, "ifname", 16, false);
    /** {@code NFT_DATA_VERDICT}: what a verdict map yields. */
    public static final DataType VERDICT = new DataType(0xFFFFFF00, "verdict", 0, false);

    private static final List<DataType> KNOWN =
            List.of(IPV4_ADDR, IPV6_ADDR, ETHER_ADDR, INET_PROTO, INET_SERVICE, MARK, IFACE_INDEX, IFNAME, VERDICT);

    /** In a concatenation's number, each field's. */
    private static final int BITS = 6;

    /** The type of a number; empty for one that has no name here. */
    static Optional<DataType> of(int number) {
        return KNOWN.stream().filter(type -> type.number == number).findFirst();
    }

    /** A type of which nothing but number and width is known. */
    static DataType unknown(int number, int width) {
        return new DataType(number, "type " + Integer.toUnsignedString(number), width, false);
    }

    /** One number for several types. */
    static int numberOf(List<DataType> types) {
        int number = 0;
        for (DataType type : types) {
            number = number << BITS | type.number;
        }
        return number;
    }

    /** The types of a number, which is a concatenation's unless it is a type's own, if they make up the width. */
    static List<DataType> split(int number, int width) {
        Optional<DataType> single = of(number);
        if (single.isPresent()) {
            return List.of(single.get());
        }
        LinkedList<DataType> types = new LinkedList<>();
        for (int rest = number; rest != 0; rest >>>= BITS) {
            Optional<DataType> type = of(rest & (1 << BITS) - 1);
            if (type.isEmpty()) {
                return List.of(unknown(number, width));
            }
            types.addFirst(type.get());
        }
        return widthOf(types) == width ? List.copyOf(types) : List.of(unknown(number, width));
    }

    /** Bytes of a value of these types: in a concatenation, each field is filled up to 4 bytes. */
    static int widthOf(List<DataType> types) {
        if (types.size() == 1) {
            return types.get(0).width;
        }
        int width = 0;
        for (DataType type : types) {
            width += type.paddedWidth();
        }
        return width;
    }

    /** The kernel, which sorts values as bytes, has them in the order in which {@code nft} has them. */
    boolean isSorted() {
        return isNetworkOrder || number == IFNAME.number;
    }

    /** Bytes in a concatenation. */
    int paddedWidth() {
        return width + 3 & ~3;
    }

    /** As {@code nft} spells it. */
    @Override
    public String toString() {
        return name;
    }
}
