package io.kubeipvs.daemon.k8s.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code proxy-url} of a kubeconfig: every request goes through the proxy, to loopback too. */
class ProxyTest {
    @TempDir
    private Path folder;

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private ServerSocket proxy;

    @BeforeEach
    void listen() throws IOException {
        proxy = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        start(() -> {
            while (true) {
                Socket client = proxy.accept();
                start(() -> serve(client));
            }
        });
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // The test is over, or a connection.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket client) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) client.getInputStream().read());
        }
        String request = head.substring(0, head.indexOf("\r\n"));
        requests.add(request);
        if (!request.startsWith("CONNECT ")) {
            client.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nproxy".getBytes(StandardCharsets.US_ASCII));
            return;
        }
        String[] target = request.split(" ")[1].split(":");
        Socket server = new Socket(target[0], Integer.parseInt(target[1]));
        client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        start(() -> copy(client.getInputStream(), server.getOutputStream()));
        copy(server.getInputStream(), client.getOutputStream());
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
        from.transferTo(to);
        to.close();
    }

    private String seen(String server, String more) throws Exception {
        Path file = Files.writeString(folder.resolve("kubeconfig"), """
                current-context: here
                contexts: [{name: here, context: {cluster: home, user: me}}]
                clusters: [{name: home, cluster: {server: "%s", proxy-url: "http://127.0.0.1:%d", %s}}]
                users: [{name: me, user: {token: abc}}]
                """.formatted(server, proxy.getLocalPort(), more));
        try (ApiConnection connection = ApiClients.open(Optional.of(file), "0");
                InputStream answer = connection.list("api/v1/services?limit=1").bytes()) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aServerWithTlsIsReachedThroughATunnel() throws Exception {
        Pki own = Pki.generate(folder, "server", "EC", "ip:127.0.0.1");
        try (TlsServer server = new TlsServer(0, own)) {
            String address = "127.0.0.1:" + server.port();
            assertThat(seen("https://" + address, "certificate-authority-data: " + Pki.base64(own.certificatePem())))
                    .isEqualTo("anonymous Bearer abc");
            assertThat(requests).containsExactly("CONNECT " + address + " HTTP/1.1");
        }
    }

    @Test
    void aServerWithoutTlsIsAskedByTheProxy() throws Exception {
        assertThat(seen("http://127.0.0.1:1", "")).isEqualTo("proxy");
        assertThat(requests).containsExactly("GET http://127.0.0.1:1/api/v1/services?limit=1 HTTP/1.1");
    }
}
