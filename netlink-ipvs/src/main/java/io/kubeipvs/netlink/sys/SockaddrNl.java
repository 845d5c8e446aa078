package io.kubeipvs.netlink.sys;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A netlink socket address, host byte order.
 *
 * <pre>
 *  0       2       4               8              12
 * +-------+-------+---------------+---------------+
 * | family| 0     | port id       | groups        |
 * +-------+-------+---------------+---------------+
 * </pre>
 *
 * <p>Source: {@code include/uapi/linux/netlink.h, struct sockaddr_nl}.
 */
final class SockaddrNl {
    static final int SIZE = 12;
    static final int AF_NETLINK = 16;

    private static final int PORT_ID = 4;

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(SIZE).order(ByteOrder.nativeOrder());

    /** Port id 0: the kernel chooses one; no groups. */
    SockaddrNl() {
        this(0);
    }

    SockaddrNl(int portId) {
        bytes.putShort(0, (short) AF_NETLINK).putInt(PORT_ID, portId);
    }

    ByteBuffer bytes() {
        return bytes;
    }

    int portId() {
        return bytes.getInt(PORT_ID);
    }
}
