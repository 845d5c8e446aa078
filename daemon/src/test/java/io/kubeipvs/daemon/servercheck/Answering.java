package io.kubeipvs.daemon.servercheck;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on loopback that does with each connection what a test wants. */
final class Answering implements AutoCloseable {
    /** The requests, as far as a test reads them. */
    final List<String> requests = new CopyOnWriteArrayList<>();

    final AtomicInteger accepted = new AtomicInteger();
    private final ServerSocket server;
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    /** The conduct of the server on a connection. It may end with any exception. */
    interface Conduct {
        void with(Socket client) throws Exception;
    }

    Answering(Conduct conduct) throws IOException {
        this(new ServerSocket(0, 1024, InetAddress.getLoopbackAddress()), conduct);
    }

    Answering(ServerSocket server, Conduct conduct) {
        this.server = server;
        thread(() -> accept(conduct));
    }

    /** Reads the request and sends this. */
    static Answering sends(String answer) throws IOException {
        Answering[] self = new Answering[1];
        self[0] = new Answering(client -> {
            self[0].requests.add(head(client.getInputStream()));
            send(client, answer);
            client.close();
        });
        return self[0];
    }

    static void send(Socket client, String text) throws IOException {
        OutputStream out = client.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return head.toString();
            }
            head.append((char) next);
        }
        return head.toString();
    }

    int port() {
        return server.getLocalPort();
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept(Conduct conduct) {
        try {
            while (true) {
                Socket client = server.accept();
                accepted.incrementAndGet();
                open.add(client);
                thread(() -> {
                    try {
                        conduct.with(client);
                    } catch (Exception e) {
                        // The check ended.
                    }
                });
            }
        } catch (IOException e) {
            // The test ended.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket client : open) {
            client.close();
        }
    }
}
