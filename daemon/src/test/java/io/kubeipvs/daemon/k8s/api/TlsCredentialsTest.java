package io.kubeipvs.daemon.k8s.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way in which a kubeconfig gives trust and credentials, against a server with TLS that reports its client. */
class TlsCredentialsTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    private static Path stores;

    private static KeyStore serverKeys;
    private static KeyStore rsa;
    private static KeyStore ec;

    @TempDir
    private Path folder;

    private HttpsServer server;

    /** The forms of a private key that programs write into a kubeconfig. */
    private enum KeyForm {
        RSA_PKCS8,
        RSA_PKCS1,
        EC_PKCS8,
        EC_SEC1;

        boolean isEc() {
            return name().startsWith("EC");
        }
    }

    @BeforeAll
    static void generateKeys() throws Exception {
        serverKeys = generate("server", "EC");
        rsa = generate("rsa", "RSA");
        ec = generate("ec", "EC");
    }

    @BeforeEach
    void serve() throws Exception {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context()) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
                wanted.setWantClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        server.createContext("/", TlsCredentialsTest::answer);
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private static KeyStore generate(String name, String algorithm) throws Exception {
        Path file = stores.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        algorithm,
                        "-keysize",
                        algorithm.equals("EC") ? "256" : "2048",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(output).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private static SSLContext context() throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(serverKeys, PASSWORD.toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("rsa", rsa.getCertificate("rsa"));
        trusted.setCertificateEntry("ec", ec.getCertificate("ec"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** Answers with the certificate's name and the credentials in the header. */
    private static void answer(HttpExchange exchange) throws IOException {
        byte[] seen = (certificate((HttpsExchange) exchange) + " "
                        + exchange.getRequestHeaders().getFirst("Authorization"))
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, seen.length);
        exchange.getResponseBody().write(seen);
        exchange.close();
    }

    private static String certificate(HttpsExchange exchange) {
        try {
            return exchange.getSSLSession().getPeerPrincipal().getName();
        } catch (SSLPeerUnverifiedException e) {
            return "anonymous";
        }
    }

    private String seenBy(String cluster, String user) throws Exception {
        String text = """
                current-context: here
                contexts: [{name: here, context: {cluster: home, user: me}}]
                clusters: [{name: home, cluster: {server: "https://127.0.0.1:%d", %s}}]
                users: [{name: me, user: {%s}}]
                """.formatted(server.getAddress().getPort(), cluster, user);
        Path file = Files.writeString(folder.resolve("kubeconfig"), text);
        try (ApiConnection connection = ApiClients.open(Optional.of(file), "0");
                InputStream answer = connection.list("api/v1/services?limit=1")) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String authority() throws Exception {
        return "certificate-authority-data: "
                + base64(pem("CERTIFICATE", serverKeys.getCertificate("server").getEncoded()));
    }

    @ParameterizedTest
    @EnumSource
    void clientCertificateAndKeyAsData(KeyForm form) throws Exception {
        String user =
                "client-certificate-data: " + base64(certificate(form)) + ", client-key-data: " + base64(key(form));
        assertThat(seenBy(authority(), user)).isEqualTo("CN=" + (form.isEc() ? "ec" : "rsa") + " null");
    }

    @ParameterizedTest
    @EnumSource
    void clientCertificateAndKeyInFiles(KeyForm form) throws Exception {
        Files.writeString(folder.resolve("me.crt"), certificate(form));
        Files.writeString(folder.resolve("me.key"), key(form));
        assertThat(seenBy(authority(), "client-certificate: me.crt, client-key: me.key"))
                .isEqualTo("CN=" + (form.isEc() ? "ec" : "rsa") + " null");
    }

    @Test
    void token() throws Exception {
        assertThat(seenBy(authority(), "token: abc")).isEqualTo("anonymous Bearer abc");
    }

    @Test
    void tokenInAFileGoesFirst() throws Exception {
        Files.writeString(folder.resolve("token"), "def\n");
        assertThat(seenBy(authority(), "token: abc, tokenFile: token")).isEqualTo("anonymous Bearer def");
    }

    @Test
    void nameAndPassword() throws Exception {
        assertThat(seenBy(authority(), "username: me, password: secret"))
                .isEqualTo("anonymous Basic " + base64("me:secret"));
    }

    @Test
    void authorityInAFile() throws Exception {
        Files.writeString(
                folder.resolve("ca.crt"),
                pem("CERTIFICATE", serverKeys.getCertificate("server").getEncoded()));
        assertThat(seenBy("certificate-authority: ca.crt", "token: abc")).isEqualTo("anonymous Bearer abc");
    }

    @Test
    void noCheckOfTheServer() throws Exception {
        assertThat(seenBy("insecure-skip-tls-verify: true", "token: abc")).isEqualTo("anonymous Bearer abc");
    }

    @Test
    void aServerOfAnotherAuthorityIsRefused() throws Exception {
        String other = "certificate-authority-data: "
                + base64(pem("CERTIFICATE", ec.getCertificate("ec").getEncoded()));
        assertThatThrownBy(() -> seenBy(other, "token: abc"))
                .hasRootCauseInstanceOf(Exception.class)
                .satisfies(e -> assertThat(Causes.inWords(e)).startsWith("certificate not trusted"));
    }

    private String certificate(KeyForm form) throws Exception {
        return pem("CERTIFICATE", (form.isEc() ? ec.getCertificate("ec") : rsa.getCertificate("rsa")).getEncoded());
    }

    private String key(KeyForm form) throws Exception {
        byte[] rsaKey = rsa.getKey("rsa", PASSWORD.toCharArray()).getEncoded();
        ECPrivateKey ecKey = (ECPrivateKey) ec.getKey("ec", PASSWORD.toCharArray());
        return switch (form) {
            case RSA_PKCS8 -> pem("PRIVATE KEY", rsaKey);
            // Behind version, algorithm and two headers.
            case RSA_PKCS1 -> pem("RSA PRIVATE KEY", Arrays.copyOfRange(rsaKey, 26, rsaKey.length));
            case EC_PKCS8 -> pem("PRIVATE KEY", ecKey.getEncoded());
            case EC_SEC1 -> pem("EC PRIVATE KEY", sec1(ecKey.getS()));
        };
    }

    /** RFC 5915, with the name of curve P-256 and without the public key. */
    private static byte[] sec1(BigInteger secret) {
        return HexFormat.of().parseHex("30310201010420%064xa00a06082a8648ce3d030107".formatted(secret));
    }

    private static String pem(String type, byte[] der) {
        return List.of(
                        "-----BEGIN " + type + "-----",
                        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der),
                        "-----END " + type + "-----")
                .stream()
                .reduce("", (all, line) -> all + line + "\n");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
