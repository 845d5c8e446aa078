package io.kubeipvs.netlink;

import java.nio.ByteBuffer;

/**
 * Datagrams to and from the kernel; the seam between the protocol and the system calls. Used by one thread at a time.
 * Any thread may call {@link #close}.
 */
public interface Transport extends AutoCloseable {
    /**
     * The kernel's number of this socket. An answer has it in its header, and so has the notification of a change that a
     * request over this socket made.
     */
    int portId();

    /** The largest datagram, in bytes, that {@link #send} can be expected to take. */
    int maxSend();

    /**
     * Sends the bytes between position and limit as one datagram; the buffer's position does not matter afterwards.
     *
     * @throws SyscallException when the datagram was not taken, and so nothing in it was executed; {@code EMSGSIZE}
     *     when it is too long for the socket's send buffer
     */
    void send(ByteBuffer datagram) throws NetlinkException;

    /**
     * Receives one datagram into the buffer, from index 0, and leaves position 0 and the limit at its end.
     *
     * @param timeoutMillis how long to wait for a datagram, in milliseconds; 0 = do not wait
     * @return the sender's port id; 0 is the kernel
     * @throws ClosedException when it is closed, also while this waits
     * @throws NetlinkTimeoutException when no datagram came in time
     * @throws SyscallException with {@code ENOBUFS} when the kernel had to drop answers
     * @throws MalformedMessageException when the datagram is larger than the buffer, so that its end is lost
     */
    int receive(ByteBuffer into, int timeoutMillis) throws NetlinkException;

    @Override
    void close() throws NetlinkException;
}
