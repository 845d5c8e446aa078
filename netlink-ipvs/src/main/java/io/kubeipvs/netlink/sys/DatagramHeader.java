package io.kubeipvs.netlink.sys;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * The argument of {@code recvmsg} and {@code sendmsg}: the buffers for the datagram and for the address of its other end.
 * Made once, used for every datagram; 64-bit layout, native pointers.
 *
 * <pre>
 * msghdr  0 name | 8 name length | 16 iovec | 24 iovec count | 32 control | 40 control length | 48 flags | 56
 * iovec  56 base | 64 length     | 72
 * </pre>
 *
 * <p>Source: {@code include/linux/socket.h, struct user_msghdr}; {@code include/uapi/linux/uio.h, struct iovec}.
 */
final class DatagramHeader {
    private static final int NAME = 0;
    private static final int NAME_LENGTH = 8;
    private static final int IOVEC = 16;
    private static final int IOVEC_COUNT = 24;
    private static final int BASE = 56;
    private static final int LENGTH = 64;
    private static final int SIZE = 72;

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(SIZE).order(ByteOrder.nativeOrder());
    private final SockaddrNl other;
    private ByteBuffer target;

    /** For any sender. */
    DatagramHeader() {
        this(new SockaddrNl());
    }

    /** @param other the receiver, or a buffer for the sender */
    DatagramHeader(SockaddrNl other) {
        this.other = other;
        bytes.putLong(NAME, addressOf(other.bytes()));
        bytes.putLong(IOVEC, addressOf(bytes) + BASE);
        bytes.putLong(IOVEC_COUNT, 1);
    }

    /** Points to all of a direct buffer. */
    ByteBuffer over(ByteBuffer into) {
        if (into != target) {
            bytes.putLong(BASE, addressOf(into));
            bytes.putLong(LENGTH, into.capacity());
            target = into;
        }
        bytes.putInt(NAME_LENGTH, SockaddrNl.SIZE);
        return bytes;
    }

    int senderPortId() {
        return other.portId();
    }

    private static long addressOf(ByteBuffer direct) {
        return Pointer.wrap(Runtime.getSystemRuntime(), direct.duplicate().clear())
                .address();
    }
}
