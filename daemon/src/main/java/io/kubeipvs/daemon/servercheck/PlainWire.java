package io.kubeipvs.daemon.servercheck;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** Bytes as they are. */
final class PlainWire implements Wire {
    private final SocketChannel channel;
    private final ByteBuffer request;

    PlainWire(SocketChannel channel, byte[] request) {
        this.channel = channel;
        this.request = ByteBuffer.wrap(request);
    }

    @Override
    public void send() throws IOException {
        if (request.hasRemaining()) {
            channel.write(request);
        }
    }

    @Override
    public int receive(ByteBuffer into) throws IOException {
        return channel.read(into);
    }

    @Override
    public int interest() {
        return request.hasRemaining() ? SelectionKey.OP_WRITE | SelectionKey.OP_READ : SelectionKey.OP_READ;
    }
}
