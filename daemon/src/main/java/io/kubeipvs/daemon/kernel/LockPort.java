package io.kubeipvs.daemon.kernel;

import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.NetlinkTimeoutException;
import io.kubeipvs.netlink.sys.NativeTransport;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** A netlink socket through which programs of a network namespace send each other a line of text. */
interface LockPort extends AutoCloseable {
    /**
     * A received text. The kernel lets only a program with CAP_NET_ADMIN send one.
     *
     * @param from the sender's port id
     */
    record Letter(int from, String text) {}

    /** Opens a port; the seam for tests. */
    interface Opener {
        /**
         * Opens one in the network namespace of the calling thread.
         *
         * @param portId 0 = any
         * @throws io.kubeipvs.netlink.SyscallException EADDRINUSE when another program has it
         */
        LockPort open(int portId) throws NetlinkException;
    }

    /** @throws io.kubeipvs.netlink.SyscallException ECONNREFUSED when there is no such port */
    void send(int toPortId, String text) throws NetlinkException;

    /** Empty when nothing comes in time. */
    Optional<Letter> receive(Duration wait) throws NetlinkException;

    @Override
    void close();

    /** A port of the kernel. The protocol is one in which the kernel demands CAP_NET_ADMIN of senders. */
    static LockPort ofKernel(int portId) throws NetlinkException {
        return new OfKernel(
                portId == 0
                        ? NativeTransport.open(NetlinkProtocol.GENERIC)
                        : NativeTransport.openAt(portId, NetlinkProtocol.GENERIC));
    }

    /** The real one. */
    final class OfKernel implements LockPort {
        private static final int MAX_TEXT = 100;
        private static final int MAX_BYTES = 4096;

        private final NativeTransport socket;
        private final ByteBuffer received = ByteBuffer.allocateDirect(MAX_BYTES);

        private OfKernel(NativeTransport socket) {
            this.socket = socket;
        }

        @Override
        public void send(int toPortId, String text) throws NetlinkException {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            socket.sendTo(
                    toPortId, ByteBuffer.allocateDirect(bytes.length).put(bytes).flip());
        }

        @Override
        public Optional<Letter> receive(Duration wait) throws NetlinkException {
            try {
                int from = socket.receive(received, (int) wait.toMillis());
                String text =
                        StandardCharsets.US_ASCII.decode(received).toString().replaceAll("[^ -~]|[\"\\\\]", "?");
                return Optional.of(new Letter(from, text.substring(0, Math.min(text.length(), MAX_TEXT))));
            } catch (NetlinkTimeoutException none) {
                return Optional.empty();
            }
        }

        @Override
        public void close() {
            NetlinkKernel.closeQuietly(socket);
        }
    }
}
