package io.kubeipvs.it.netlink;

import io.kubeipvs.netlink.DelegatingTransport;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.Transport;
import io.kubeipvs.netlink.sys.NativeTransport;
import java.nio.ByteBuffer;

/** A transport to the kernel's netfilter that knows how much the kernel sent. */
final class CountingTransport extends DelegatingTransport {

    private long bytes;

    private CountingTransport(Transport kernel) {
        super(kernel);
    }

    static CountingTransport open() throws NetlinkException {
        return new CountingTransport(NativeTransport.open(NetlinkProtocol.NETFILTER));
    }

    /** Bytes received so far. */
    long bytes() {
        return bytes;
    }

    @Override
    public int receive(ByteBuffer into, int timeoutMillis) throws NetlinkException {
        int sender = super.receive(into, timeoutMillis);
        bytes += into.remaining();
        return sender;
    }
}
