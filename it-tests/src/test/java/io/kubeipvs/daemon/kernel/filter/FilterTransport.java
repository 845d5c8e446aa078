package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.Transport;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A transport that counts the messages that go to the kernel. */
final class FilterTransport implements Transport {
    private final Transport kernel;
    private long messages;

    FilterTransport(Transport kernel) {
        this.kernel = kernel;
    }

    /** Sent so far. */
    long messages() {
        return messages;
    }

    @Override
    public int portId() {
        return kernel.portId();
    }

    @Override
    public int maxSend() {
        return kernel.maxSend();
    }

    @Override
    public void send(ByteBuffer datagram) throws NetlinkException {
        ByteBuffer rest = datagram.duplicate().order(ByteOrder.nativeOrder());
        while (rest.hasRemaining()) {
            messages++;
            int length = rest.getInt(rest.position()) + 3 & ~3;
            rest.position(Math.min(rest.limit(), rest.position() + length));
        }
        kernel.send(datagram);
    }

    @Override
    public int receive(ByteBuffer into, int timeoutMillis) throws NetlinkException {
        return kernel.receive(into, timeoutMillis);
    }

    @Override
    public void close() throws NetlinkException {
        kernel.close();
    }
}
