package io.kubeipvs.it.support;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A pod on the node: a namespace with one routed address of its own, that answers every client with its name, over TCP
 * and UDP on port 8080, and holds {@link Conversation conversations} on TCP port 8081.
 */
public final class Pod implements AutoCloseable {
    public static final int PORT = 8080;
    public static final int TALK_PORT = 8081;

    private final String name;
    private final KernelNamespace namespace;
    private final ServerSocket tcp;
    private final ServerSocket talk;
    private final DatagramSocket udp;

    /**
     * Attaches a pod to a node by a pair of links and a host route, as routed network plugins do.
     *
     * @param number distinguishes its links from those of other pods of the node
     */
    public Pod(KernelNamespace node, int number, String name, String address) throws Exception {
        this.name = name;
        this.namespace = KernelNamespace.withLoopback();
        boolean v6 = address.contains(":");
        String gateway = v6 ? "fe80::1" : "169.254.1.1";
        String bits = v6 ? "/128" : "/32";
        String link = "pod" + number;
        node.run("ip", "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", namespace.name());
        if (v6) {
            node.run("ip", "addr", "add", gateway + "/64", "dev", link, "nodad");
            namespace.run("ip", "addr", "add", address + bits, "dev", "eth0", "nodad");
        } else {
            node.run("ip", "addr", "add", gateway + "/32", "dev", link, "scope", "link");
            namespace.run("ip", "addr", "add", address + bits, "dev", "eth0");
        }
        node.run("ip", "link", "set", link, "up");
        namespace.run("ip", "link", "set", "eth0", "up");
        node.run("ip", "route", "add", address + bits, "dev", link);
        if (!v6) {
            namespace.run("ip", "route", "add", gateway, "dev", "eth0", "scope", "link");
        }
        namespace.run("ip", "route", "add", "default", "via", gateway, "dev", "eth0", "onlink");
        // A socket stays in the namespace in which it was made, whichever thread uses it.
        InetAddress any = InetAddress.getByName(v6 ? "::" : "0.0.0.0");
        this.tcp = namespace.call(() -> new ServerSocket(PORT, 50, any));
        this.talk = namespace.call(() -> new ServerSocket(TALK_PORT, 50, any));
        this.udp = namespace.call(() -> new DatagramSocket(new InetSocketAddress(any, PORT)));
        serve(this::serveTcp);
        serve(this::serveTalk);
        serve(this::serveUdp);
    }

    /** Its namespace, to ask from. */
    public KernelNamespace namespace() {
        return namespace;
    }

    private interface Service {
        void run() throws IOException;
    }

    private static void serve(Service service) {
        Thread thread = new Thread(() -> {
            try {
                service.run();
            } catch (IOException e) {
                // The socket was closed: the pod is gone.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void serveTcp() throws IOException {
        while (true) {
            try (Socket client = tcp.accept()) {
                client.getOutputStream().write(name.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private void serveTalk() throws IOException {
        while (true) {
            Socket client = talk.accept();
            serve(() -> Conversation.answer(client, name));
        }
    }

    private void serveUdp() throws IOException {
        while (true) {
            DatagramPacket packet = new DatagramPacket(new byte[512], 512);
            udp.receive(packet);
            byte[] answer = name.getBytes(StandardCharsets.UTF_8);
            udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
    }

    @Override
    public void close() throws IOException {
        tcp.close();
        talk.close();
        udp.close();
        namespace.close();
    }

    /** Asks over TCP from a namespace, and returns who answered. */
    public static String askTcp(KernelNamespace from, String address, int port) throws Exception {
        return from.call(() -> {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getByName(address), port), 10_000);
                socket.setSoTimeout(10_000);
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            }
        });
    }

    /** Asks over UDP from a namespace, and returns who answered. */
    public static String askUdp(KernelNamespace from, String address, int port) throws Exception {
        return from.call(() -> {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.setSoTimeout(10_000);
                socket.send(new DatagramPacket(
                        new byte[] {1}, 1, new InetSocketAddress(InetAddress.getByName(address), port)));
                DatagramPacket answer = new DatagramPacket(new byte[512], 512);
                socket.receive(answer);
                return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
            }
        });
    }
}
