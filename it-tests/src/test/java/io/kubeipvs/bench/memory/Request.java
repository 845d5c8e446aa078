package io.kubeipvs.bench.memory;

/** One request of a datagram, without its message header. */
record Request(int type, int flags, int sequence, byte[] payload) {
    static final int ACK = 0x4;
    static final int REPLACE = 0x100;
    static final int EXCLUSIVE = 0x200;
    static final int DUMP = 0x300;
    static final int APPEND = 0x800;

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
