package io.kubeipvs.core.kernel;

import io.kubeipvs.core.model.Protocol;

/**
 * Firewall marks. With a mark the packet filter selects another virtual server than the one of the packet's address. Six
 * bits identify our marks, two the protocol, and 24 the owner. kube-proxy's bit for masquerading is always set.
 */
public final class Mark {
    /** The bit for masquerading. */
    public static final int MASQUERADE = 0x4000;
    /** The bits that identify our marks. */
    public static final int OURS_MASK = 0xfc00_0000;
    /** The value of these bits in our marks. */
    public static final int OURS = 0x6800_0000;

    private static final int PROTOCOL_SHIFT = 24;
    private static final int PROTOCOL_MASK = 0x3;
    private static final int OWNER_MASK = 0x00ff_ffff;

    private Mark() {}

    /** The first choice of a mark for this protocol and owner name. About one pair of names in 8 million shares it. */
    public static int of(Protocol protocol, String name) {
        int owner = hash(name) & OWNER_MASK;
        return OURS | (protocol.ordinal() + 1) << PROTOCOL_SHIFT | owner | MASQUERADE;
    }

    /** The choice after this one, with the same protocol. After 8 million choices the first one follows. */
    public static int next(int mark) {
        int owner = (mark & OWNER_MASK) + 1 & OWNER_MASK; // the bit for masquerading is set and carries over
        return mark & ~OWNER_MASK | owner | MASQUERADE;
    }

    /** FNV-1a, folded because only 24 bits of it are used. */
    private static int hash(String name) {
        int hash = 0x811c_9dc5;
        for (char letter : name.toCharArray()) {
            hash = (hash ^ letter) * 0x0100_0193;
        }
        return hash ^ hash >>> 24;
    }

    /** Whether {@link #of} makes marks like this one. */
    public static boolean isOurs(int mark) {
        return (mark & OURS_MASK) == OURS && (mark & MASQUERADE) != 0 && protocolNumber(mark) != 0;
    }

    /** The protocol of one of our marks. Any other mark has no protocol and yields TCP. */
    public static Protocol protocol(int mark) {
        return isOurs(mark) ? Protocol.values()[protocolNumber(mark) - 1] : Protocol.TCP;
    }

    /** The mark as {@code nft} writes it. */
    public static String text(int mark) {
        return String.format("0x%08x", mark);
    }

    private static int protocolNumber(int mark) {
        return mark >>> PROTOCOL_SHIFT & PROTOCOL_MASK;
    }
}
