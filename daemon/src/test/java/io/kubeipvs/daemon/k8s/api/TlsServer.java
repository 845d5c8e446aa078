package io.kubeipvs.daemon.k8s.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManagerFactory;

/** A server with TLS on loopback that answers who its client is: "NAME-OF-CERTIFICATE AUTHORIZATION". */
final class TlsServer implements AutoCloseable {
    /** The names that clients asked for. */
    final List<String> names = new CopyOnWriteArrayList<>();

    /** The headers of impersonation of the last request. */
    volatile String impersonated = "";

    private final HttpsServer server;

    /**
     * Starts it.
     *
     * @param port 0 = any
     * @param clients whose certificates it accepts; others and none are anonymous
     */
    TlsServer(int port, Pki own, Pki... clients) throws Exception {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context(own, clients)) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
                wanted.setWantClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        server.createContext("/", this::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private static SSLContext context(Pki own, Pki... clients) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own.store(), Pki.PASSWORD.toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("own", own.certificate());
        for (Pki client : clients) {
            trusted.setCertificateEntry(client.name(), client.certificate());
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private void answer(HttpExchange exchange) throws IOException {
        TreeMap<String, List<String>> acting = new TreeMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (name.startsWith("Impersonate-")) {
                acting.put(name, values);
            }
        });
        impersonated = acting.toString();
        ExtendedSSLSession session = (ExtendedSSLSession) ((HttpsExchange) exchange).getSSLSession();
        names.add(session.getRequestedServerNames().toString());
        byte[] seen = (certificate(session) + " " + exchange.getRequestHeaders().getFirst("Authorization"))
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, seen.length);
        exchange.getResponseBody().write(seen);
        exchange.close();
    }

    private static String certificate(ExtendedSSLSession session) {
        try {
            return session.getPeerPrincipal().getName();
        } catch (SSLPeerUnverifiedException e) {
            return "anonymous";
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
