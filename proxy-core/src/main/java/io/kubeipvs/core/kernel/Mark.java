package io.kubeipvs.core.kernel;

import io.kubeipvs.core.model.Protocol;

/**
 * Firewall marks: the numbers by which the packet filter tells IPVS to take another virtual server than that of the
 * packet's address. Six bits say that a mark is ours, two the protocol, 24 whose it is. The bit that asks for
 * masquerading, kube-proxy's, is always among them.
 */
public final class Mark {
    /** The bit that asks for masquerading. */
    public static final int MASQUERADE = 0x4000;
    /** The bits that say whether a mark is ours. */
    public static final int OURS_MASK = 0xfc00_0000;
    /** What these bits are in ours. */
    public static final int OURS = 0x6800_0000;

    private static final int PROTOCOL_SHIFT = 24;
    private static final int PROTOCOL_MASK = 0x3;
    private static final int OWNER_MASK = 0x00ff_ffff;

    private Mark() {}

    /** The mark of this protocol for what has this name; two names may have the same one, about one pair in 8 million. */
    public static int of(Protocol protocol, String name) {
        int owner = hash(name) & OWNER_MASK;
        return OURS | (protocol.ordinal() + 1) << PROTOCOL_SHIFT | owner | MASQUERADE;
    }

    /** FNV-1a, folded, for its lower bits are few. */
    private static int hash(String name) {
        int hash = 0x811c_9dc5;
        for (char letter : name.toCharArray()) {
            hash = (hash ^ letter) * 0x0100_0193;
        }
        return hash ^ hash >>> 24;
    }

    /** Whether it is one of {@link #of}. */
    public static boolean isOurs(int mark) {
        return (mark & OURS_MASK) == OURS && (mark & MASQUERADE) != 0 && protocolNumber(mark) != 0;
    }

    /** The protocol of one of ours; for any other TCP, for a mark by itself has none. */
    public static Protocol protocol(int mark) {
        return isOurs(mark) ? Protocol.values()[protocolNumber(mark) - 1] : Protocol.TCP;
    }

    /** As {@code nft} writes it. */
    public static String text(int mark) {
        return String.format("0x%08x", mark);
    }

    private static int protocolNumber(int mark) {
        return mark >>> PROTOCOL_SHIFT & PROTOCOL_MASK;
    }
}
