package io.kubeipvs.daemon.k8s.api;

import static io.kubeipvs.daemon.k8s.api.Pki.base64;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.CapturedLog;
import io.kubeipvs.daemon.check.CheckResult;
import io.kubeipvs.daemon.k8s.SourceException;
import io.kubeipvs.daemon.logging.Logging;
import io.kubeipvs.daemon.work.Workers;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No credential is in the log, at its highest verbosity, nor in a message to the user. */
class SecretsTest {
    private static final String SECRET = "Top5ecret";
    private static final String ENCODED = base64("me:" + SECRET);
    private static final ApiTimings QUICK = new ApiTimings(
            500, Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMillis(2), Duration.ofMillis(20));

    @TempDir
    private Path folder;

    private final Sink sink = new Sink();
    private CapturedLog log;
    private StandInApiServer server;

    @BeforeEach
    void serve() throws IOException {
        server = new StandInApiServer();
        log = new CapturedLog();
        Logging.setVerbose(true);
    }

    @AfterEach
    void close() throws IOException {
        Logging.setVerbose(false);
        log.close();
        server.close();
    }

    private Path kubeconfig(String cluster, String user) throws IOException {
        return Files.writeString(folder.resolve("kubeconfig"), """
                current-context: here
                contexts: [{name: here, context: {cluster: home, user: me}}]
                clusters: [{name: home, cluster: {%s}}]
                users: [{name: me, user: %s}]
                """.formatted(cluster, user));
    }

    private String withName() {
        return "server: \"" + server.url().replace("//", "//me:" + SECRET + "@") + "\"";
    }

    private static void assertNoSecretIn(String text) {
        assertThat(text).isNotEmpty().doesNotContain(SECRET, ENCODED);
    }

    /** Refused, answered with nonsense, cut off, absent and back. */
    private void serveWithTrouble(Path kubeconfig) throws Exception {
        server.refuse("list services", 401, 403, 500);
        server.answerNextList("nodes", "{\"nonsense\": ");
        ApiSource source =
                new ApiSource(ApiClients.open(Optional.of(kubeconfig), "0"), sink.receivers, sink, sink, QUICK);
        try {
            source.start(Workers.unobserved());
            Await.until(() -> assertThat(log.lines("api_request_failed")).hasSizeGreaterThan(2));
            server.goAway();
            Await.until(
                    () -> assertThat(log.lines("cause=\"connection refused\"")).isNotEmpty());
            server.comeBack();
            Await.until(() -> assertThat(log.lines("api_server_answers")).isNotEmpty());
            assertNoSecretIn(source.failures().toString() + source.silences());
        } finally {
            source.close();
        }
        assertNoSecretIn(String.join("\n", log.lines()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{token: " + SECRET + "}", "{tokenFile: token}"})
    void aToken(String user) throws Exception {
        Files.writeString(folder.resolve("token"), SECRET + "\n");
        serveWithTrouble(kubeconfig("server: \"" + server.url() + "\"", user));
        assertThat(server.tokens).contains("Bearer " + SECRET);
    }

    @Test
    void aNameAndPassword() throws Exception {
        serveWithTrouble(kubeconfig("server: \"" + server.url() + "\"", "{username: me, password: " + SECRET + "}"));
        assertThat(server.tokens).contains("Basic " + ENCODED);
    }

    @Test
    void aNameAndPasswordInTheServersUrl() throws Exception {
        serveWithTrouble(kubeconfig(withName(), "{}"));
        assertThat(server.tokens).contains("Basic " + ENCODED);
        for (CheckResult result :
                new ApiProbe(Optional.of(kubeconfig(withName(), "{}")), Optional.empty(), "0").run()) {
            assertNoSecretIn(result.toString());
        }
    }

    @Test
    void aTokenGoesBeforeThePasswordOfTheUrl() throws Exception {
        try (ApiConnection connection = ApiClients.open(Optional.of(kubeconfig(withName(), "{token: abc}")), "0")) {
            connection.list("api/v1/services?limit=1").bytes().close();
            assertThat(server.tokens).containsExactly("Bearer abc");
        }
    }

    /** The HTTP client itself prints a header that it refuses. */
    @Test
    void aTokenThatFitsIntoNoHeader() throws Exception {
        String url = "server: \"" + server.url() + "\"";
        for (String token : List.of("x\ny" + SECRET, SECRET + "\u00e9", "a " + SECRET)) {
            Files.writeString(folder.resolve("token"), token);
            ApiSource source = new ApiSource(
                    ApiClients.open(Optional.of(kubeconfig(url, "{tokenFile: token}")), "0"),
                    sink.receivers,
                    sink,
                    sink,
                    QUICK);
            source.start(Workers.unobserved());
            Await.until(() -> assertThat(log.lines("WARN"))
                    .last()
                    .asString()
                    .contains("cause=\"token " + folder.resolve("token")
                            + ": must be one word of printable ASCII characters\""));
            source.close();
        }
        assertNoSecretIn(String.join("\n", log.lines()));
        assertThat(server.requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{token: \"a " + SECRET + "\"}",
                "{token: [" + SECRET + "]}",
                "{token: {x: " + SECRET + "}}",
                "{username: me, password: [" + SECRET + "]}",
                "{client-key-data: [" + SECRET + "]}",
                "{client-certificate-data: " + SECRET + ", client-key-data: " + SECRET + "}",
                "[" + SECRET + "]",
                SECRET,
                "{token: " + SECRET + ", exec: {env: [" + SECRET + "]}}",
                "{token: '" + SECRET + "'",
                "{token: \"" + SECRET + "\\q\"}",
            })
    void aCredentialInAWrongPlaceOrForm(String user) throws Exception {
        assertRefused(kubeconfig("server: \"https://127.0.0.1:1\"", user));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server: 'ftp://me:" + SECRET + "@127.0.0.1:1'",
                "server: 'https://me:" + SECRET + "@'",
                "server: 'me:" + SECRET + "@127.0.0.1:1'",
                "server: ['https://me:" + SECRET + "@127.0.0.1:1']",
                "server: 'https://127.0.0.1:1', proxy-url: 'http://me:" + SECRET + "@127.0.0.1:1'",
                "server: 'https://127.0.0.1:1', proxy-url: 'socks5://me:" + SECRET + "@127.0.0.1:1'",
                "server: 'https://127.0.0.1:1', proxy-url: 'me:" + SECRET + "@127.0.0.1:1'",
                "server: 'https://127.0.0.1:1', proxy-url: ['http://me:" + SECRET + "@127.0.0.1:1']",
            })
    void aPasswordInAUrlThatIsRefused(String cluster) throws Exception {
        assertRefused(kubeconfig(cluster, "{}"));
    }

    private static void assertRefused(Path kubeconfig) {
        StringWriter all = new StringWriter();
        try (ApiConnection unexpected = ApiClients.open(Optional.of(kubeconfig), "0")) {
            throw new AssertionError("opened " + unexpected.url());
        } catch (SourceException e) {
            e.printStackTrace(new PrintWriter(all, true)); // as -v shows it
        }
        assertNoSecretIn(all.toString());
    }
}
