package io.kubeipvs.daemon.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that sends any bytes. */
public final class Raw {
    private static final int LONGEST_WAIT_MS = 20_000;

    private Raw() {}

    /** Sends these bytes and returns everything that comes until the server closes. */
    public static String ask(InetSocketAddress server, String bytes) throws IOException {
        try (Socket socket = open(server, bytes)) {
            return rest(socket);
        }
    }

    /** A connection on which these bytes were sent. */
    public static Socket open(InetSocketAddress server, String bytes) throws IOException {
        Socket socket = new Socket(server.getAddress(), server.getPort());
        socket.setSoTimeout(LONGEST_WAIT_MS);
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    /** Everything that comes until the server closes. */
    public static String rest(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
}
