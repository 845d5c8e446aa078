package io.kubeipvs.daemon.servercheck;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;

/** Bytes over TLS. The handshake is made on the calling thread, part by part. */
final class TlsWire implements Wire {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final ByteBuffer request;
    /** Bytes that were received and not decrypted; ready to be read from. */
    private final ByteBuffer received;
    /** Bytes that were encrypted and not sent; ready to be read from. */
    private final ByteBuffer sending;
    /** Bytes that were decrypted and not taken; ready to be read from. */
    private final ByteBuffer decrypted;

    TlsWire(SocketChannel channel, SSLEngine engine, byte[] request) {
        this.channel = channel;
        this.engine = engine;
        this.request = ByteBuffer.wrap(request);
        int packet = engine.getSession().getPacketBufferSize();
        this.received = ByteBuffer.allocate(packet).limit(0);
        this.sending = ByteBuffer.allocate(packet).limit(0);
        this.decrypted = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize())
                .limit(0);
    }

    @Override
    public void send() throws IOException {
        boolean proceeds = flush();
        while (proceeds) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_WRAP -> proceeds = encrypt(NOTHING);
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> proceeds = decrypt();
                default -> proceeds = request.hasRemaining() && encrypt(request);
            }
        }
    }

    /** Returns whether everything is sent. */
    private boolean flush() throws IOException {
        if (sending.hasRemaining()) {
            channel.write(sending);
        }
        return !sending.hasRemaining();
    }

    private boolean encrypt(ByteBuffer plain) throws IOException {
        sending.clear();
        SSLEngineResult result = engine.wrap(plain, sending);
        sending.flip();
        requireOpen(result);
        return flush();
    }

    /** Returns whether something was decrypted; if not, more has to be received. */
    private boolean decrypt() throws IOException {
        decrypted.compact();
        SSLEngineResult result;
        try {
            result = engine.unwrap(received, decrypted);
        } finally {
            decrypted.flip();
        }
        if (result.getStatus() != SSLEngineResult.Status.BUFFER_UNDERFLOW) {
            requireOpen(result);
            return true;
        }
        received.compact();
        int count;
        try {
            count = channel.read(received);
        } finally {
            received.flip();
        }
        if (count < 0) {
            throw new EOFException("the server closed the connection");
        }
        return count > 0;
    }

    private static void requireOpen(SSLEngineResult result) throws EOFException {
        if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
            throw new EOFException("the server closed the connection");
        }
    }

    @Override
    public int receive(ByteBuffer into) throws IOException {
        try {
            while (!decrypted.hasRemaining()) {
                boolean proceeds = decrypt();
                send(); // a new key of the server may have to be confirmed
                if (!proceeds) {
                    return 0;
                }
            }
        } catch (EOFException e) {
            if (isInHandshake()) {
                throw e;
            }
            return -1;
        }
        int count = Math.min(decrypted.remaining(), into.remaining());
        into.put(decrypted.slice(decrypted.position(), count));
        decrypted.position(decrypted.position() + count);
        return count;
    }

    private boolean isInHandshake() {
        return request.hasRemaining();
    }

    @Override
    public int interest() {
        return sending.hasRemaining() ? SelectionKey.OP_WRITE | SelectionKey.OP_READ : SelectionKey.OP_READ;
    }
}
