package io.kubeipvs.daemon.k8s.api;

import static io.kubeipvs.daemon.k8s.api.Pki.base64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.daemon.k8s.SourceException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way in which a kubeconfig gives trust and credentials, against a server with TLS that reports its client. */
class TlsCredentialsTest {
    @TempDir
    private static Path stores;

    private static Pki own;
    private static Pki named;
    private static Pki rsa;
    private static Pki ec;
    private static Pki ed;

    @TempDir
    private Path folder;

    private TlsServer server;

    /** The forms of a private key that programs write into a kubeconfig. */
    private enum KeyForm {
        RSA_PKCS8,
        RSA_PKCS1,
        RSA_PKCS8_NAMED_AS_PKCS1,
        EC_PKCS8,
        EC_SEC1,
        EC_SEC1_AFTER_PARAMETERS,
        EC_SEC1_AFTER_ITS_CERTIFICATE,
        EC_SEC1_WITH_TEXT_AND_CRLF,
        ED25519_PKCS8;

        Pki of() {
            return name().startsWith("EC") ? ec : name().startsWith("ED") ? ed : rsa;
        }
    }

    @BeforeAll
    static void generateKeys() throws Exception {
        own = Pki.generate(stores, "server", "EC", "ip:127.0.0.1,dns:localhost");
        named = Pki.generate(stores, "named", "EC", "dns:kubernetes.default.svc");
        rsa = Pki.generate(stores, "rsa", "RSA", "dns:x");
        ec = Pki.generate(stores, "ec", "EC", "dns:x");
        ed = Pki.generate(stores, "ed", "Ed25519", "dns:x");
    }

    @BeforeEach
    void serve() throws Exception {
        server = new TlsServer(0, own, rsa, ec, ed);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Path kubeconfig(String url, String cluster, String user) throws Exception {
        String text = """
                current-context: here
                contexts: [{name: here, context: {cluster: home, user: me}}]
                clusters: [{name: home, cluster: {server: "%s", %s}}]
                users: [{name: me, user: {%s}}]
                """.formatted(url, cluster, user);
        return Files.writeString(folder.resolve("kubeconfig"), text);
    }

    private static String seen(Path kubeconfig) throws Exception {
        try (ApiConnection connection = ApiClients.open(Optional.of(kubeconfig), "0");
                InputStream answer = connection.list("api/v1/services?limit=1").bytes()) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String seenBy(String cluster, String user) throws Exception {
        return seen(kubeconfig("https://127.0.0.1:" + server.port(), cluster, user));
    }

    private static String authority(Pki of) throws Exception {
        return "certificate-authority-data: " + base64(of.certificatePem());
    }

    private static String authority() throws Exception {
        return authority(own);
    }

    @ParameterizedTest
    @EnumSource
    void clientCertificateAndKeyAsData(KeyForm form) throws Exception {
        String user = "client-certificate-data: " + base64(form.of().certificatePem()) + ", client-key-data: "
                + base64(key(form));
        assertThat(seenBy(authority(), user)).isEqualTo("CN=" + form.of().name() + " null");
    }

    @ParameterizedTest
    @EnumSource
    void clientCertificateAndKeyInFiles(KeyForm form) throws Exception {
        Files.writeString(folder.resolve("me.crt"), form.of().certificatePem());
        Files.writeString(folder.resolve("me.key"), key(form));
        assertThat(seenBy(authority(), "client-certificate: me.crt, client-key: me.key"))
                .isEqualTo("CN=" + form.of().name() + " null");
    }

    @Test
    void oneFileWithCertificateAndKeyAsKubeletHasIt() throws Exception {
        Files.writeString(folder.resolve("current.pem"), ec.certificatePem() + ec.sec1());
        assertThat(seenBy(authority(), "client-certificate: current.pem, client-key: current.pem"))
                .isEqualTo("CN=ec null");
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
        Files.writeString(folder.resolve("ca.crt"), own.certificatePem());
        assertThat(seenBy("certificate-authority: ca.crt", "token: abc")).isEqualTo("anonymous Bearer abc");
    }

    @Test
    void anyAuthorityOfABundle() throws Exception {
        Files.writeString(
                folder.resolve("ca.crt"),
                "# old\n" + ec.certificatePem() + Pki.pem("CERTIFICATE", new byte[] {1, 2}) + own.certificatePem());
        assertThat(seenBy("certificate-authority: ca.crt", "token: abc")).isEqualTo("anonymous Bearer abc");
    }

    @Test
    void aServerWithoutASchemeIsHttpsIfItHasAnAuthority() throws Exception {
        assertThat(seen(kubeconfig("127.0.0.1:" + server.port(), authority(), "token: abc")))
                .isEqualTo("anonymous Bearer abc");
    }

    @Test
    void noCheckOfTheServer() throws Exception {
        try (TlsServer other = new TlsServer(0, named)) {
            String url = "https://127.0.0.1:" + other.port();
            assertThat(seen(kubeconfig(url, "insecure-skip-tls-verify: true", "token: abc")))
                    .isEqualTo("anonymous Bearer abc");
        }
    }

    @Test
    void aServerOfAnotherAuthorityIsRefused() throws Exception {
        assertThatThrownBy(() -> seenBy(authority(ec), "token: abc"))
                .satisfies(e -> assertThat(Causes.inWords(e)).startsWith("certificate not trusted"));
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1", "localhost"})
    void aServerWhoseCertificateHasAnotherNameIsAskedForThatName(String host) throws Exception {
        try (TlsServer other = new TlsServer(0, named)) {
            String url = "https://" + host + ":" + other.port();
            assertThatThrownBy(() -> seen(kubeconfig(url, authority(named), "token: abc")))
                    .satisfies(e -> assertThat(Causes.inWords(e)).startsWith("certificate not trusted"));
            String cluster = authority(named) + ", tls-server-name: kubernetes.default.svc";
            assertThat(seen(kubeconfig(url, cluster, "token: abc"))).isEqualTo("anonymous Bearer abc");
            assertThat(other.names).last().asString().contains("kubernetes.default.svc");
            String wrong = authority(named) + ", tls-server-name: kubernetes";
            assertThatThrownBy(() -> seen(kubeconfig(url, wrong, "token: abc")))
                    .satisfies(e -> assertThat(Causes.inWords(e)).startsWith("certificate not trusted"));
        }
    }

    @Test
    void aNameOfTheAddressIsNotAcceptedInPlaceOfTheAskedOne() throws Exception {
        String url = "https://localhost:" + server.port();
        assertThatThrownBy(() -> seen(kubeconfig(url, authority() + ", tls-server-name: api.example", "token: abc")))
                .satisfies(e -> assertThat(Causes.inWords(e)).startsWith("certificate not trusted"));
        assertThat(seen(kubeconfig(url, authority() + ", tls-server-name: 127.0.0.1", "token: abc")))
                .isEqualTo("anonymous Bearer abc");
    }

    @Test
    void actsAsAnotherUser() throws Exception {
        seenBy(
                authority(),
                "token: abc, as: system:kube-proxy, as-uid: u1, as-groups: [system:nodes, b],"
                        + " as-user-extra: {example.org/a b: [x, y]}");
        assertThat(server.impersonated)
                .isEqualTo("{Impersonate-extra-example.org%2fa%20b=[x, y], Impersonate-group=[system:nodes, b],"
                        + " Impersonate-uid=[u1], Impersonate-user=[system:kube-proxy]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "client-key: me.key | users[me].user.client-certificate: missing; must be given with the other one of client-certificate and client-key",
                "client-certificate: me.crt | users[me].user.client-key: missing; must be given with the other one of client-certificate and client-key",
                "client-certificate: me.key, client-key: me.key | users[me].user.client-certificate 'me.key': must contain a certificate in PEM",
                "client-certificate: me.crt, client-key: me.crt | users[me].user.client-key 'me.crt': must contain a private key in PEM",
                "client-certificate: me.crt, client-key: other.key | users[me].user.client-key 'other.key': must be the key of the certificate in users[me].user.client-certificate 'me.crt'",
                "client-certificate: me.crt, client-key: odd.key | users[me].user.client-key 'odd.key': must be an RSA, EC or Ed25519 key in PKCS#8, PKCS#1 or SEC 1",
                "client-certificate: me.crt, client-key: locked.key | users[me].user.client-key 'locked.key': is encrypted; must be a key without a password",
                "client-certificate: me.crt, client-key: locked1.key | users[me].user.client-key 'locked1.key': is encrypted; must be a key without a password",
                "client-certificate: odd.crt, client-key: me.key | users[me].user.client-certificate 'odd.crt': is no certificate: ",
                "client-certificate: me.crt, client-key-data: '%%%' | users[me].user.client-key-data: must contain a private key in PEM",
                "client-certificate: ., client-key: me.key | users[me].user.client-certificate '.': must be a file that this user may read",
                "as-groups: [a] | users[me].user.as: missing; must be given with as-uid, as-groups and as-user-extra",
                "as: größe | users[me].user.as: 'größe': must be text of printable ASCII characters",
                "as: [a] | users[0].user.as: must be text",
            })
    void aWrongKeyOrFileIsNamedInOneLine(String user, String problem) throws Exception {
        Files.writeString(folder.resolve("me.crt"), rsa.certificatePem());
        Files.writeString(folder.resolve("me.key"), rsa.pkcs8());
        Files.writeString(folder.resolve("other.key"), ec.sec1());
        Files.writeString(folder.resolve("odd.key"), Pki.pem("PRIVATE KEY", new byte[] {0x30, 3, 2, 1, 7}));
        Files.writeString(folder.resolve("odd.crt"), Pki.pem("CERTIFICATE", new byte[] {0x30, 3, 2, 1, 7}));
        Files.writeString(folder.resolve("locked.key"), Pki.pem("ENCRYPTED PRIVATE KEY", new byte[] {0x30, 0}));
        Files.writeString(
                folder.resolve("locked1.key"),
                rsa.pkcs1().replaceFirst("-----\n", "-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n"));
        Path file = kubeconfig("https://127.0.0.1:1", authority(), user);
        assertThatThrownBy(() -> ApiClients.open(Optional.of(file), "0"))
                .isInstanceOf(SourceException.class)
                .hasMessageStartingWith("--kubeconfig " + file + ": " + problem)
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "certificate-authority: none.crt | certificate-authority 'none.crt': must be a file that this user may read",
                "certificate-authority: empty.crt | certificate-authority 'empty.crt': must contain a certificate in PEM",
                "certificate-authority-data: YWJj | certificate-authority-data: must contain a certificate in PEM",
                "tls-server-name: 'a b' | tls-server-name 'a b': must be a host name or an address",
                "proxy-url: 'socks5://127.0.0.1:1' | proxy-url 'socks5://127.0.0.1:1': must be an http:// URL without a user name; give an HTTP proxy, or none",
                "proxy-url: 'https://127.0.0.1:1' | proxy-url 'https://127.0.0.1:1': must be an http:// URL without a user name",
                "proxy-url: 'http://u:secret@127.0.0.1:1' | proxy-url 'http://...@127.0.0.1:1': must be an http:// URL without a user name",
                "proxy-url: '127.0.0.1:1' | proxy-url '127.0.0.1:1': must be an http:// URL without a user name",
                "proxy-url: 'http://' | proxy-url 'http://': must be an http:// URL without a user name",
            })
    void aWrongKeyOfTheClusterIsNamedInOneLine(String cluster, String problem) throws Exception {
        Files.writeString(folder.resolve("empty.crt"), "");
        Path file = kubeconfig("https://127.0.0.1:1", cluster, "token: abc");
        assertThatThrownBy(() -> ApiClients.open(Optional.of(file), "0"))
                .isInstanceOf(SourceException.class)
                .hasMessageStartingWith("--kubeconfig " + file + ": clusters[home].cluster." + problem)
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("\n");
    }

    private static String key(KeyForm form) throws Exception {
        return switch (form) {
            case RSA_PKCS8 -> rsa.pkcs8();
            case RSA_PKCS1 -> rsa.pkcs1();
            case RSA_PKCS8_NAMED_AS_PKCS1 -> rsa.pkcs8().replace("PRIVATE KEY", "RSA PRIVATE KEY");
            case EC_PKCS8 -> ec.pkcs8();
            case EC_SEC1 -> ec.sec1();
            case EC_SEC1_AFTER_PARAMETERS -> Pki.ecParameters() + ec.sec1();
            case EC_SEC1_AFTER_ITS_CERTIFICATE -> ec.certificatePem() + ec.sec1();
            case EC_SEC1_WITH_TEXT_AND_CRLF -> ("Key of me: x\n" + ec.sec1() + "the end\n").replace("\n", "\r\n");
            case ED25519_PKCS8 -> ed.pkcs8();
        };
    }
}
