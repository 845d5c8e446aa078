package io.kubeipvs.bench.memory;

import io.kubeipvs.netlink.NetlinkProtocol;

/** One request of a datagram, without its message header. */
record Request(int type, int flags, int sequence, byte[] payload) {
    static final int ACK = 0x4;
    static final int REPLACE = 0x100;
    static final int EXCLUSIVE = 0x200;
    static final int DUMP = 0x300;
    static final int APPEND = 0x800;

    private static final int HEADER = 4;
    private static final int SERVICE = 1;
    private static final int PORT = 4;
    private static final int FIRST_CHECKED_PORT = 20_000;
    private static final int LAST_CHECKED_PORT = 20_015;
    private static final int TYPES_OF_A_KIND = 4;
    private static final int GET = 2;
    private static final int CONNTRACK = 1;
    private static final int DELETE_FLOW = 2;
    private static final int NFT_TYPES_OF_A_KIND = 3;
    private static final int NFT_LAST_OF_KINDS = 14;
    private static final int NFT_GET_GENERATION = 16;

    /**
     * Whether it asks for a change, and not for an answer alone. Of a transaction, its begin and its end are none. The
     * program's checks do not count: they add an object of their own and remove it.
     */
    boolean isWrite(NetlinkProtocol protocol) {
        return switch (protocol) {
            case ROUTE -> type % TYPES_OF_A_KIND != GET;
            case GENERIC -> type == IpvsTable.FAMILY && !IpvsTable.READS.contains(header8(0)) && !isCheckOfIpvs();
            case SOCK_DIAG -> false;
            case NETFILTER ->
                type >>> 8 == FilterTables.SUBSYSTEM >>> 8 ? !isNftRead() && !isCheckOfTables() : isFlowDeletion();
        };
    }

    /** Whether it is about a virtual server with a port of the checks. */
    private boolean isCheckOfIpvs() {
        return attributes(HEADER)
                .find(SERVICE)
                .flatMap(service -> service.find(PORT))
                .map(Attributes::copy)
                .map(port -> (port[0] & 0xFF) << 8 | port[1] & 0xFF)
                .filter(port -> port >= FIRST_CHECKED_PORT && port <= LAST_CHECKED_PORT)
                .isPresent();
    }

    private boolean isCheckOfTables() {
        return attributes(HEADER)
                .find(FilterTables.TABLE)
                .filter(table -> table.text().startsWith("kube-ipvs-"))
                .isPresent();
    }

    private boolean isNftRead() {
        int message = type & 0xFF;
        return message == NFT_GET_GENERATION || message <= NFT_LAST_OF_KINDS && message % NFT_TYPES_OF_A_KIND == 1;
    }

    private boolean isFlowDeletion() {
        return type >>> 8 == CONNTRACK && (type & 0xFF) == DELETE_FLOW;
    }

    boolean has(int flag) {
        return (flags & flag) == flag;
    }

    /** A byte of the family's fixed header. */
    int header8(int offset) {
        return Byte.toUnsignedInt(payload[offset]);
    }

    Attributes attributes(int header) {
        return Attributes.behind(header, payload);
    }
}
