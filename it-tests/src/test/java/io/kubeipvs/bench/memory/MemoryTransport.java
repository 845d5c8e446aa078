package io.kubeipvs.bench.memory;

import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.NetlinkTimeoutException;
import io.kubeipvs.netlink.Transport;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** The way to a kernel in memory of the same process. */
final class MemoryTransport implements Transport {
    private static final int PORT_ID = 2;
    private static final int MAX_SEND = 4 * 1024 * 1024;

    private final MemoryKernel kernel;
    private final NetlinkProtocol protocol;
    private final Deque<byte[]> answers = new ArrayDeque<>();

    MemoryTransport(MemoryKernel kernel, NetlinkProtocol protocol) {
        this.kernel = kernel;
        this.protocol = protocol;
    }

    @Override
    public int maxSend() {
        return MAX_SEND;
    }

    @Override
    public void send(ByteBuffer datagram) {
        answers.addAll(kernel.answer(protocol, PORT_ID, datagram));
    }

    @Override
    public int receive(ByteBuffer into, int timeoutMillis) throws NetlinkTimeoutException {
        byte[] next = answers.poll();
        if (next == null) {
            throw new NetlinkTimeoutException("no answer within " + timeoutMillis + " ms");
        }
        into.clear().put(next).flip();
        return 0;
    }

    @Override
    public void close() {
        answers.clear();
    }
}
