package io.kubeipvs.netlink;

import java.nio.ByteBuffer;

/** Hands everything on to another transport. A test overrides what it watches or changes. */
public abstract class DelegatingTransport implements Transport {
    private final Transport kernel;

    /** @param kernel is closed with this one */
    protected DelegatingTransport(Transport kernel) {
        this.kernel = kernel;
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
