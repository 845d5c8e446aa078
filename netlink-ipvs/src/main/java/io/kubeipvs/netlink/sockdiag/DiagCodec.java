package io.kubeipvs.netlink.sockdiag;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.Layout;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.Message;
import io.kubeipvs.netlink.Request;
import java.util.Arrays;
import java.util.Optional;

/**
 * Sockets on the wire.
 *
 * <pre>
 * request   0        1          2     4        8       10      12                56
 *          +--------+----------+-----+--------+-------+-------+-----------------+
 *          | family | protocol | ... | states | sport | dport | addresses, ...  |
 *          +--------+----------+-----+--------+-------+-------+-----------------+
 * answer    0        1       2     4       6       8            24              72
 *          +--------+-------+-----+-------+-------+------------+----------------+
 *          | family | state | ... | sport | dport | own address| the rest       |
 *          +--------+-------+-----+-------+-------+------------+----------------+
 * </pre>
 *
 * <p>Ports and addresses are in network byte order. Source: {@code include/uapi/linux/inet_diag.h, struct inet_diag_req_v2,
 * struct inet_diag_msg}.
 */
final class DiagCodec {
    /** Message types. Source: {@code include/uapi/linux/sock_diag.h}. */
    static final class Type {
        static final int BY_FAMILY = 20;

        private Type() {}
    }

    /** Bits of the requested states. Source: {@code include/net/tcp_states.h}. */
    static final class State {
        /** Of UDP: without a peer. */
        static final int CLOSE = 1 << 7;

        static final int LISTEN = 1 << 10;

        private State() {}
    }

    private static final int SOCKET_ID_WORDS = 12;
    private static final int FAMILY = 0;
    private static final int PORT = 4;
    private static final int ADDRESS = 8;
    /** {@code ::ffff:0:0/96}. */
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    private static final Layout REQUEST = new Layout(56, AttributeNames.of("INET_DIAG_REQ_", "NONE"));

    private DiagCodec() {}

    /** Asks for the sockets of a family and protocol in one of these states. */
    static Request list(Family family, int protocol, int states) {
        return new Request(Type.BY_FAMILY, 0, REQUEST, out -> write(out, family, protocol, states));
    }

    private static void write(AttributeWriter out, Family family, int protocol, int states) {
        out.header8(family.number());
        out.header8(protocol);
        out.header16(0);
        out.header32(states);
        for (int i = 0; i < SOCKET_ID_WORDS; i++) {
            out.header32(0);
        }
    }

    /** The socket of an answer to {@link #list}. */
    static ListeningSocket decode(Message message, int protocol) throws MalformedMessageException {
        int number = message.header8(FAMILY);
        Optional<Family> family = Family.of(number);
        if (family.isEmpty()) {
            throw new MalformedMessageException("", FAMILY, "family " + number + " is neither IPv4 nor IPv6");
        }
        byte[] address = new byte[family.get().width()];
        for (int i = 0; i < address.length; i++) {
            address[i] = (byte) message.header8(ADDRESS + i);
        }
        return new ListeningSocket(protocol, Address.of(withoutPrefix(address)), message.headerBe16(PORT));
    }

    /** An IPv6 socket with an IPv4-mapped address serves clients of IPv4. */
    private static byte[] withoutPrefix(byte[] address) {
        boolean isMapped = address.length > MAPPED.length && Arrays.mismatch(address, MAPPED) == MAPPED.length;
        return isMapped ? Arrays.copyOfRange(address, MAPPED.length, address.length) : address;
    }
}
