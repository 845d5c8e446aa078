package io.kubeipvs.it.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A TCP connection that stays open: the pod at the other end answers each word with its name and the word. */
public final class Conversation implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;
    private final BufferedReader in;

    private Conversation(Socket socket) throws IOException {
        this.socket = socket;
        this.in = reader(socket);
    }

    /** Connects from a namespace. */
    public static Conversation open(KernelNamespace from, String address, int port) throws Exception {
        return from.call(() -> {
            Socket socket = new Socket();
            socket.connect(new InetSocketAddress(InetAddress.getByName(address), port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setSoLinger(true, 0); // ends with a reset: the kernel remembers the connection for 10 s, not for 120
            return new Conversation(socket);
        });
    }

    /** Sends a word, and returns the answer. */
    public String send(String word) throws IOException {
        socket.getOutputStream().write((word + "\n").getBytes(StandardCharsets.UTF_8));
        return in.readLine();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** The pod's side of it. */
    public static void answer(Socket client, String name) throws IOException {
        try (client) {
            BufferedReader in = reader(client);
            for (String word = in.readLine(); word != null; word = in.readLine()) {
                client.getOutputStream().write((name + " " + word + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }
}
