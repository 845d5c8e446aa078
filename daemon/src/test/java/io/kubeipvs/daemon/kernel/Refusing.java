package io.kubeipvs.daemon.kernel;

import io.kubeipvs.netlink.Transport;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicInteger;

/** A kernel that refuses whatever it is asked with one errno: {@code struct nlmsgerr} behind a header. */
public final class Refusing implements Transport {
    private final int errno;
    private final AtomicInteger asked = new AtomicInteger();
    private int sequence;

    public Refusing(int errno) {
        this.errno = errno;
    }

    /** How often it was asked. */
    public int asked() {
        return asked.get();
    }

    @Override
    public int portId() {
        return 1;
    }

    @Override
    public int maxSend() {
        return 65536;
    }

    @Override
    public void send(ByteBuffer datagram) {
        asked.incrementAndGet();
        sequence = datagram.duplicate().order(ByteOrder.nativeOrder()).getInt(datagram.position() + 8);
    }

    @Override
    public int receive(ByteBuffer into, int timeoutMillis) {
        into.clear().limit(36);
        into.putInt(36).putShort((short) 2).putShort((short) 0).putInt(sequence).putInt(0);
        into.putInt(-errno)
                .putInt(16)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(sequence)
                .putInt(0);
        into.flip();
        return 0;
    }

    @Override
    public void close() {}
}
