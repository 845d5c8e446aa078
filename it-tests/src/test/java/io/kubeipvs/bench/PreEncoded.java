package io.kubeipvs.bench;

import io.kubeipvs.netlink.MessageHeader;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.NetlinkSocket;
import io.kubeipvs.netlink.Transport;
import io.kubeipvs.netlink.generic.FamilyResolver;
import io.kubeipvs.netlink.ipvs.IpvsChange;
import io.kubeipvs.netlink.ipvs.IpvsClient;
import io.kubeipvs.netlink.sys.NativeTransport;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Datagrams encoded beforehand, each with one acknowledgement at its end. Sending them and reading that is the least
 * that anyone could do over this transport: the limit to close in on.
 */
final class PreEncoded {

    private final List<ByteBuffer> datagrams = new ArrayList<>();
    private final ByteBuffer answer = ByteBuffer.allocateDirect(64 * 1024).order(ByteOrder.nativeOrder());

    private PreEncoded() {}

    /** The bytes that our client sends for the changes. */
    static PreEncoded of(List<IpvsChange> changes) throws NetlinkException {
        PreEncoded recorded = new PreEncoded();
        try (IpvsClient client = IpvsClient.over(new AgreeableKernel(ipvsFamily(), new byte[0], recorded::record))) {
            recorded.datagrams.clear(); // of the look-up
            client.apply(changes);
        }
        return recorded;
    }

    void sendOver(Transport transport) throws NetlinkException {
        for (ByteBuffer datagram : datagrams) {
            transport.send(datagram);
            transport.receive(answer, 5000);
            if (answer.getInt(MessageHeader.SIZE) != 0) {
                throw new IllegalStateException("errno " + -answer.getInt(MessageHeader.SIZE));
            }
        }
    }

    private void record(ByteBuffer datagram) {
        ByteBuffer copy = ByteBuffer.allocateDirect(datagram.remaining()).order(ByteOrder.nativeOrder());
        datagrams.add(copy.put(datagram.duplicate()).flip());
    }

    private static int ipvsFamily() throws NetlinkException {
        try (NetlinkSocket socket = new NetlinkSocket(NativeTransport.open(NetlinkProtocol.GENERIC))) {
            return FamilyResolver.resolve(socket, "IPVS");
        }
    }
}
