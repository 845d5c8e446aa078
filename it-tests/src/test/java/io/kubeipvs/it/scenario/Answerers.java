package io.kubeipvs.it.scenario;

import com.sun.nio.sctp.MessageInfo;
import com.sun.nio.sctp.SctpChannel;
import com.sun.nio.sctp.SctpServerChannel;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.it.support.KernelNamespace;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The servers of the scenarios. Each answers every line over TCP, every datagram and every SCTP association with its name
 * and the address that the request came from.
 */
final class Answerers implements AutoCloseable {
    private static final int MOST_BYTES = 65_535;

    private final List<Closeable> sockets = new ArrayList<>();
    private final boolean hasSctp;

    /** @param hasSctp whether the kernel has SCTP */
    Answerers(boolean hasSctp) {
        this.hasSctp = hasSctp;
    }

    /** Where a pod or a pod with the host's network is; a pod listens on its own addresses only. */
    void pod(KernelNamespace namespace, String name, Member at) throws Exception {
        for (Family family : Family.values()) {
            InetAddress address = InetAddress.getByName(at.address(family).toString());
            listen(namespace, name, new InetSocketAddress(address, 8080));
            listen(namespace, name + ":8081", new InetSocketAddress(address, 8081));
            listenSctp(namespace, name, new InetSocketAddress(address, 8080));
        }
    }

    /** A daemon of a machine, which listens on all of its addresses, as sshd does. */
    void daemon(KernelNamespace namespace, String name, int port) throws Exception {
        listen(namespace, name, new InetSocketAddress("::", port));
    }

    private void listen(KernelNamespace namespace, String name, InetSocketAddress address) throws Exception {
        // A socket stays in the namespace in which it was made, whichever thread uses it.
        ServerSocket tcp = namespace.call(() -> new ServerSocket(address.getPort(), 50, address.getAddress()));
        DatagramSocket udp = namespace.call(() -> new DatagramSocket(address));
        sockets.add(tcp);
        sockets.add(udp);
        start(() -> serveTcp(tcp, name));
        start(() -> serveUdp(udp, name));
    }

    /** Without SCTP in the kernel no client can ask for it: the scenarios about it are not for this kernel. */
    private void listenSctp(KernelNamespace namespace, String name, InetSocketAddress address) throws Exception {
        if (hasSctp) {
            SctpServerChannel sctp = namespace.call(SctpServerChannel::open);
            sctp.bind(address);
            sockets.add(sctp);
            start(() -> serveSctp(sctp, name));
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // The socket was closed: the server is gone, or its client is.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static byte[] answer(String name, InetAddress client) {
        return (name + " " + client.getHostAddress().replaceFirst("%.*", "") + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void serveTcp(ServerSocket server, String name) throws IOException {
        while (true) {
            Socket client = server.accept();
            start(() -> converse(client, name));
        }
    }

    private static void converse(Socket client, String name) throws IOException {
        try (client) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
            while (in.readLine() != null) {
                client.getOutputStream().write(answer(name, client.getInetAddress()));
            }
        }
    }

    private static void serveUdp(DatagramSocket socket, String name) throws IOException {
        while (true) {
            DatagramPacket packet = new DatagramPacket(new byte[MOST_BYTES], MOST_BYTES);
            socket.receive(packet);
            byte[] answer = answer(name, packet.getAddress());
            socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
    }

    private static void serveSctp(SctpServerChannel server, String name) throws IOException {
        while (true) {
            SctpChannel client = server.accept();
            start(() -> {
                try (client) {
                    Set<?> addresses = client.getRemoteAddresses();
                    InetAddress address =
                            ((InetSocketAddress) addresses.iterator().next()).getAddress();
                    client.send(ByteBuffer.wrap(answer(name, address)), MessageInfo.createOutgoing(null, 0));
                    client.receive(ByteBuffer.allocate(MOST_BYTES), null, null);
                }
            });
        }
    }

    @Override
    public void close() throws IOException {
        for (Closeable socket : sockets) {
            socket.close();
        }
    }
}
