package io.kubeipvs.daemon.kernel;

import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.Transport;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntConsumer;

/** Another transport, and how many netlink messages it sends. */
record CountedTransport(Transport transport, IntConsumer sent) implements Transport {
    /** {@code struct nlmsghdr}, which begins with the message's length; the next one begins at a multiple of 4 bytes. */
    private static final int HEADER = 16;

    @Override
    public int portId() {
        return transport.portId();
    }

    @Override
    public int maxSend() {
        return transport.maxSend();
    }

    @Override
    public void send(ByteBuffer datagram) throws NetlinkException {
        int messages = messages(datagram.duplicate().order(ByteOrder.nativeOrder()));
        transport.send(datagram);
        sent.accept(messages);
    }

    private static int messages(ByteBuffer datagram) {
        int count = 0;
        int at = datagram.position();
        while (at + HEADER <= datagram.limit()) {
            count++;
            at += Math.max(HEADER, (datagram.getInt(at) + 3) / 4 * 4);
        }
        return count;
    }

    @Override
    public int receive(ByteBuffer into, int timeoutMillis) throws NetlinkException {
        return transport.receive(into, timeoutMillis);
    }

    @Override
    public void close() throws NetlinkException {
        transport.close();
    }
}
