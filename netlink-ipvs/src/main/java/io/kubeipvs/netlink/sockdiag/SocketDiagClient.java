package io.kubeipvs.netlink.sockdiag;

import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.NetlinkSocket;
import io.kubeipvs.netlink.Transport;
import io.kubeipvs.netlink.sys.NativeTransport;
import java.util.ArrayList;
import java.util.List;

/**
 * The sockets of one network namespace that wait for clients. Used by one thread at a time; needs no capability.
 *
 * <p>Refusals to expect: {@code ENOENT} the kernel has no {@code tcp_diag} or {@code udp_diag} and cannot load it.
 */
public final class SocketDiagClient implements AutoCloseable {
    private static final int TCP = 6;
    private static final int UDP = 17;

    private final NetlinkSocket socket;

    private SocketDiagClient(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** Opens a client for the calling thread's network namespace. */
    public static SocketDiagClient open() throws NetlinkException {
        return over(NativeTransport.open(NetlinkProtocol.SOCK_DIAG));
    }

    /** Makes a client of a transport, takes it over and closes it when it is closed. */
    public static SocketDiagClient over(Transport transport) {
        return new SocketDiagClient(new NetlinkSocket(transport));
    }

    /**
     * The sockets of TCP and UDP that wait for clients. The kernel walks the table of listening sockets only, however many
     * connections there are. Sockets that come or go meanwhile may be in it or not.
     */
    public List<ListeningSocket> listening() throws NetlinkException {
        List<ListeningSocket> all = new ArrayList<>();
        for (Family family : Family.values()) {
            all.addAll(list("list listening TCP sockets", family, TCP, DiagCodec.State.LISTEN));
            all.addAll(list("list UDP sockets", family, UDP, DiagCodec.State.CLOSE));
        }
        return all;
    }

    private List<ListeningSocket> list(String operation, Family family, int protocol, int states)
            throws NetlinkException {
        return socket.dump(
                operation, DiagCodec.list(family, protocol, states), message -> DiagCodec.decode(message, protocol));
    }

    @Override
    public void close() throws NetlinkException {
        socket.close();
    }
}
