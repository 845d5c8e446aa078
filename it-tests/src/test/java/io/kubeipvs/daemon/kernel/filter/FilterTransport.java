package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.netlink.DelegatingTransport;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.Transport;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A transport that counts the messages that go to the kernel. */
final class FilterTransport extends DelegatingTransport {
    private long messages;

    FilterTransport(Transport kernel) {
        super(kernel);
    }

    /** Sent so far. */
    long messages() {
        return messages;
    }

    @Override
    public void send(ByteBuffer datagram) throws NetlinkException {
        ByteBuffer rest = datagram.duplicate().order(ByteOrder.nativeOrder());
        while (rest.hasRemaining()) {
            messages++;
            int length = rest.getInt(rest.position()) + 3 & ~3;
            rest.position(Math.min(rest.limit(), rest.position() + length));
        }
        super.send(datagram);
    }
}
