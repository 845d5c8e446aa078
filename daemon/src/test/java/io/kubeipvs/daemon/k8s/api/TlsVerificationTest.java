package io.kubeipvs.daemon.k8s.api;

import static io.kubeipvs.daemon.k8s.api.Pki.base64;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.CapturedLog;
import io.kubeipvs.daemon.work.Workers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that cannot prove that it is the cluster's gets no credentials, and one line in the log states why. */
class TlsVerificationTest {
    private static final ApiTimings QUICK = new ApiTimings(
            500, Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMillis(2), Duration.ofMillis(20));
    private static final String HERE = "ip:127.0.0.1";
    private static final String[] EXPIRED = {"-startdate", "-3d", "-validity", "1"};

    @TempDir
    private static Path stores;

    private static Pki authority;
    private static Pki good;

    @TempDir
    private Path folder;

    @BeforeAll
    static void generateKeys() throws Exception {
        authority = Pki.generate(stores, "authority", "EC", "dns:x", "-ext", "bc:c");
        good = authority.sign(stores, "good", HERE);
    }

    @Test
    void aServerOfTheClustersAuthorityIsTrusted() throws Exception {
        try (TlsServer server = new TlsServer(0, good)) {
            try (ApiConnection connection = ApiClients.open(Optional.of(kubeconfig(server, trusts(authority))), "0")) {
                assertThat(connection.list("api/v1/services?limit=1").bytes().readAllBytes())
                        .asString()
                        .endsWith(" Bearer secret");
            }
        }
    }

    @Test
    void anotherAuthority() throws Exception {
        Pki other = Pki.generate(stores, "other", "EC", "dns:x", "-ext", "bc:c");
        assertRefused(good, trusts(other), "it is not signed by the cluster's certificate authority");
        assertRefused(
                Pki.generate(stores, "self", "EC", HERE),
                trusts(authority),
                "it is not signed by the cluster's certificate authority");
    }

    @Test
    void noAuthorityIsThatOfTheJdk() throws Exception {
        assertRefused(good, "", "it is not signed by the cluster's certificate authority");
    }

    @Test
    void anotherHostName() throws Exception {
        assertRefused(
                authority.sign(stores, "elsewhere", "dns:kubernetes,ip:10.96.0.1"),
                trusts(authority),
                "No subject alternative names matching IP address 127.0.0.1 found");
    }

    @Test
    void expired() throws Exception {
        assertRefused(
                authority.sign(stores, "late", HERE, EXPIRED),
                trusts(authority),
                "it is not valid at this time, NotAfter: ");
        Pki itself = Pki.generate(stores, "itself", "EC", HERE, EXPIRED);
        assertRefused(itself, trusts(itself), "it is not valid at this time, NotAfter: ");
    }

    @Test
    void notValidYet() throws Exception {
        assertRefused(
                authority.sign(stores, "early", HERE, "-startdate", "+1d"),
                trusts(authority),
                "it is not valid at this time, NotBefore: ");
    }

    private static String trusts(Pki of) throws Exception {
        return ", certificate-authority-data: " + base64(of.certificatePem());
    }

    private Path kubeconfig(TlsServer server, String trusts) throws Exception {
        return Files.writeString(folder.resolve("kubeconfig"), """
                current-context: here
                contexts: [{name: here, context: {cluster: home, user: me}}]
                clusters: [{name: home, cluster: {server: "https://127.0.0.1:%d"%s}}]
                users: [{name: me, user: {token: secret}}]
                """.formatted(server.port(), trusts));
    }

    private void assertRefused(Pki server, String trusts, String cause) throws Exception {
        Sink sink = new Sink();
        try (CapturedLog log = new CapturedLog();
                TlsServer listening = new TlsServer(0, server)) {
            ApiConnection connection = ApiClients.open(Optional.of(kubeconfig(listening, trusts)), "0");
            ApiSource source = new ApiSource(connection, sink.receivers, sink, sink, QUICK);
            try {
                source.start(Workers.unobserved());
                Await.until(() -> assertThat(source.failures())
                        .extracting(Problem::cause)
                        .anyMatch(problem -> problem.contains(": certificate not trusted: " + cause)));
                Await.until(() -> assertThat(log.lines())
                        .singleElement()
                        .asString()
                        .contains("api_server_failing server=https://127.0.0.1:" + listening.port()
                                + "/ cause=\"certificate not trusted: " + cause));
            } finally {
                source.close();
            }
            assertThat(listening.names).as("requests that it got").isEmpty();
        }
    }
}
