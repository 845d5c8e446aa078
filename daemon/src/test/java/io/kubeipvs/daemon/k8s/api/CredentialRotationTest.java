package io.kubeipvs.daemon.k8s.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.daemon.CapturedLog;
import io.kubeipvs.daemon.work.Workers;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates, keys, authorities and tokens that are replaced while the program runs: the next request uses them. */
class CredentialRotationTest {
    @TempDir
    private static Path stores;

    private static Pki own;
    private static Pki next;
    private static Pki first;
    private static Pki second;

    @TempDir
    private Path folder;

    private TlsServer server;
    private ApiConnection connection;

    @BeforeAll
    static void generateKeys() throws Exception {
        own = Pki.generate(stores, "server", "EC", "ip:127.0.0.1");
        next = Pki.generate(stores, "next", "EC", "ip:127.0.0.1");
        first = Pki.generate(stores, "first", "RSA", "dns:x");
        second = Pki.generate(stores, "second", "EC", "dns:x");
    }

    @BeforeEach
    void serve() throws Exception {
        server = new TlsServer(0, own, first, second);
        write("ca.crt", own.certificatePem());
        write("me.crt", first.certificatePem());
        write("me.key", first.pkcs8());
        write("current.pem", first.certificatePem() + first.pkcs8());
    }

    @AfterEach
    void close() {
        if (connection != null) {
            connection.close();
        }
        server.close();
    }

    private void write(String name, String content) throws Exception {
        Files.writeString(folder.resolve(name), content);
    }

    private Path kubeconfig(String user) throws Exception {
        return Files.writeString(folder.resolve("kubeconfig"), """
                current-context: here
                contexts: [{name: here, context: {cluster: home, user: me}}]
                clusters: [{name: home, cluster: {server: "https://127.0.0.1:%d", certificate-authority: ca.crt}}]
                users: [{name: me, user: {%s}}]
                """.formatted(server.port(), user));
    }

    private void open(String user) throws Exception {
        connection = ApiClients.open(Optional.of(kubeconfig(user)), "0");
    }

    private String seen() throws Exception {
        try (InputStream answer = connection.list("api/v1/services?limit=1").bytes()) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aPairIsUsedWhenBothOfItsFilesAreNew() throws Exception {
        open("client-certificate: me.crt, client-key: me.key");
        assertThat(seen()).isEqualTo("CN=first null");
        try (CapturedLog log = new CapturedLog()) {
            write("me.crt", second.certificatePem());
            assertThat(seen()).as("half of a pair").isEqualTo("CN=first null");
            assertThat(seen()).isEqualTo("CN=first null");
            assertThat(log.lines("credentials_not_usable"))
                    .singleElement()
                    .asString()
                    .contains("cause=\"--kubeconfig " + folder.resolve("kubeconfig")
                            + ": users[me].user.client-key 'me.key': must be the key of the certificate in");
            write("me.key", second.sec1());
            assertThat(seen()).isEqualTo("CN=second null");
            assertThat(log.lines("credentials_replaced")).hasSize(1);
        }
    }

    @Test
    void kubeletsFileIsFollowedThroughALink() throws Exception {
        Files.createSymbolicLink(folder.resolve("link.pem"), Path.of("current.pem"));
        open("client-certificate: link.pem, client-key: link.pem");
        assertThat(seen()).isEqualTo("CN=first null");
        write("current-2.pem", second.certificatePem() + second.sec1());
        Files.createSymbolicLink(folder.resolve("link.new"), Path.of("current-2.pem"));
        Files.move(folder.resolve("link.new"), folder.resolve("link.pem"), StandardCopyOption.ATOMIC_MOVE);
        assertThat(seen()).isEqualTo("CN=second null");
    }

    @Test
    void filesThatAreAwayForAWhileLeaveTheFormerOnesInUse() throws Exception {
        open("client-certificate: me.crt, client-key: me.key");
        assertThat(seen()).isEqualTo("CN=first null");
        Files.delete(folder.resolve("me.crt"));
        Files.delete(folder.resolve("me.key"));
        write("ca.crt", "");
        assertThat(seen()).isEqualTo("CN=first null");
        write("ca.crt", own.certificatePem());
        write("me.crt", second.certificatePem());
        write("me.key", second.pkcs8());
        assertThat(seen()).isEqualTo("CN=second null");
    }

    @Test
    void aNewAuthorityIsTrusted() throws Exception {
        open("token: abc");
        assertThat(seen()).isEqualTo("anonymous Bearer abc");
        int port = server.port();
        server.close();
        server = new TlsServer(port, next);
        assertThatThrownBy(this::seen)
                .satisfies(e -> assertThat(Causes.inWords(e)).startsWith("certificate not trusted"));
        write("ca.crt", own.certificatePem() + next.certificatePem());
        assertThat(seen()).isEqualTo("anonymous Bearer abc");
        write("ca.crt", own.certificatePem());
        assertThatThrownBy(this::seen)
                .as("an open connection is not used for the old trust")
                .satisfies(e -> assertThat(Causes.inWords(e)).startsWith("certificate not trusted"));
    }

    @Test
    void theKubeconfigItselfIsFollowed() throws Exception {
        open("token: abc");
        assertThat(seen()).isEqualTo("anonymous Bearer abc");
        kubeconfig("client-certificate: me.crt, client-key: me.key");
        assertThat(seen()).isEqualTo("CN=first null");
        write("kubeconfig", "nonsense");
        assertThat(seen()).isEqualTo("CN=first null");
    }

    @Test
    void aTokenFileIsReadForEveryRequest() throws Exception {
        write("token", "one\n");
        open("tokenFile: token");
        assertThat(seen()).isEqualTo("anonymous Bearer one");
        write("token", "two\n");
        assertThat(seen()).isEqualTo("anonymous Bearer two");
    }

    @Test
    void theAuthorityOfThePodsServiceAccountIsFollowed() throws Exception {
        write("token", "pod");
        Map<String, String> environment = Map.of(
                "KUBERNETES_SERVICE_HOST", "127.0.0.1", "KUBERNETES_SERVICE_PORT", String.valueOf(server.port()));
        write("ca.crt", next.certificatePem());
        connection =
                ApiClients.open(new ServiceAccount(folder, environment), "application/json", "0", RequestObserver.NONE);
        assertThatThrownBy(this::seen)
                .satisfies(e -> assertThat(Causes.inWords(e)).startsWith("certificate not trusted"));
        write("ca.crt", own.certificatePem());
        assertThat(seen()).isEqualTo("anonymous Bearer pod");
    }

    @Test
    void aWatchGoesOnAndTheNextOneUsesTheNewToken() throws Exception {
        Sink sink = new Sink();
        try (StandInApiServer api = new StandInApiServer()) {
            api.put("services", Samples.service("one", "10.96.0.1"));
            write("plain", """
                    current-context: here
                    contexts: [{name: here, context: {cluster: home, user: me}}]
                    clusters: [{name: home, cluster: {server: "%s"}}]
                    users: [{name: me, user: {token: old}}]
                    """.formatted(api.url()));
            ApiTimings timings = new ApiTimings(
                    500, Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMillis(2), Duration.ofMillis(20));
            ApiConnection followed = ApiClients.open(Optional.of(folder.resolve("plain")), "0");
            ApiSource source = new ApiSource(followed, sink.receivers, sink, sink, timings);
            source.start(Workers.unobserved());
            try {
                OpenWatch watch = api.watch("services");
                write("plain", Files.readString(folder.resolve("plain")).replace("token: old", "token: new"));
                api.refuse("watch services", 401);
                watch.end();
                api.watch("services");
                assertThat(api.tokens).last().isEqualTo("Bearer new");
            } finally {
                source.close();
            }
        }
    }
}
