package io.kubeipvs.daemon.k8s.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import io.kubeipvs.daemon.k8s.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a user selects the API server, and the messages for wrong values. */
class ApiClientsTest {
    private static final String GOOD = """
            apiVersion: v1
            kind: Config
            current-context: here
            contexts:
            - name: here
              context: {cluster: home, user: me}
            - name: there
              context: {cluster: away, user: me}
            clusters:
            - name: home
              cluster: {server: "https://10.0.0.1:6443"}
            users:
            - name: me
              user: {token: abc}
            """;

    @TempDir
    private Path directory;

    private Path kubeconfig(String text) throws IOException {
        return Files.writeString(directory.resolve("kubeconfig"), text);
    }

    private void assertRefused(String text, String message) throws IOException {
        Path file = kubeconfig(text);
        assertThatThrownBy(() -> ApiClients.open(Optional.of(file), "0"))
                .isInstanceOf(SourceException.class)
                .hasMessageStartingWith("--kubeconfig " + file + ": " + message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void goodKubeconfig() throws Exception {
        Path file = kubeconfig(GOOD);
        Config config = new Kubeconfig(file).read().config();
        assertThat(config.getAutoOAuthToken()).isEqualTo("abc");
        try (ApiConnection connection = ApiClients.open(Optional.of(file), "1.2.3")) {
            assertThat(connection.url()).isEqualTo("https://10.0.0.1:6443/");
        }
    }

    @Test
    void masterIsStrongerThanTheKubeconfigsServer() throws Exception {
        Optional<String> master = Optional.of("https://127.0.0.1:8443");
        Optional<Path> file = Optional.of(kubeconfig(GOOD));
        for (Optional<Path> given : List.of(file, Optional.<Path>empty())) {
            try (ApiConnection connection =
                    ApiClients.open(given, master, "application/json", "1", RequestObserver.NONE)) {
                assertThat(connection.url()).isEqualTo("https://127.0.0.1:8443/");
            }
        }
    }

    @Test
    void tokenFileIsReadAnewAndRelativeToTheKubeconfig() throws Exception {
        Files.writeString(directory.resolve("token"), "first\n");
        Config config = new Kubeconfig(kubeconfig(GOOD.replace("token: abc", "tokenFile: token")))
                .read()
                .config();
        assertThat(config.getOauthTokenProvider().getToken()).isEqualTo("first");
        Files.writeString(directory.resolve("token"), "second\n");
        assertThat(config.getOauthTokenProvider().getToken()).isEqualTo("second");
    }

    @Test
    void contextWithoutUser() throws Exception {
        String anonymous = GOOD.replace("{cluster: home, user: me}", "{cluster: home}");
        Config config = new Kubeconfig(kubeconfig(anonymous)).read().config();
        assertThat(config.getMasterUrl()).startsWith("https://10.0.0.1:6443");
        assertThat(config.getAutoOAuthToken()).isNull();
    }

    @Test
    void missingFile() {
        Path file = directory.resolve("none");
        assertThatThrownBy(() -> ApiClients.open(Optional.of(file), "0"))
                .isInstanceOf(SourceException.class)
                .hasMessage("--kubeconfig " + file + ": no such file");
    }

    @Test
    void directoryInPlaceOfAFile() {
        assertThatThrownBy(() -> ApiClients.open(Optional.of(directory), "0"))
                .isInstanceOf(SourceException.class)
                .hasMessage("--kubeconfig " + directory + ": must be a file that this user may read");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "current-context: here | current-context: gone | current-context 'gone': must be one of [here, there]",
                "current-context: here | # none | current-context '': must be one of [here, there]",
                "cluster: home | cluster: house | contexts[here].context.cluster 'house': must be one of [home]",
                "user: me} | user: you} | contexts[here].context.user 'you': must be one of [me]",
                "https://10.0.0.1:6443 | ftp://10.0.0.1 | clusters[home].cluster.server 'ftp://10.0.0.1': must be an https:// or http:// URL",
                "https://10.0.0.1:6443 | https:// | clusters[home].cluster.server 'https://': must be an https:// or http:// URL",
                "https://10.0.0.1:6443 | https://10.0.0.1:99999 | clusters[home].cluster.server 'https://10.0.0.1:99999': must be an https:// or http:// URL",
                "https://10.0.0.1:6443 | https://a b | clusters[home].cluster.server 'https://a b': must be an https:// or http:// URL",
                "{server: | {certificate-authority: no.crt, server: | clusters[home].cluster.certificate-authority 'no.crt': must be a file that this user may read",
                "token: abc | tokenFile: no.token | users[me].user.tokenFile 'no.token': must be a file that this user may read",
                "token: abc | client-certificate: no.crt | users[me].user.client-certificate 'no.crt': must be a file that this user may read",
                "token: abc | exec: {command: touch} | users[me].user.exec: no other program is run; give token",
                "token: abc | auth-provider: {name: oidc} | users[me].user.auth-provider: no other program is run; give token",
            })
    void oneWrongKey(String right, String wrong, String message) throws Exception {
        assertThat(GOOD).contains(right);
        assertRefused(GOOD.replace(right, wrong), message);
    }

    @Test
    void noKubeconfigAtAll() throws Exception {
        assertRefused("", "not a kubeconfig: ");
        assertRefused("just words", "not a kubeconfig: ");
        assertRefused("a: [b", "not a kubeconfig: ");
        assertRefused("apiVersion: v1", "current-context '': must be one of []");
    }

    @Test
    void whatIsNestedTooDeeplyIsNoKubeconfig() throws Exception {
        assertRefused("a: " + "[".repeat(100_000), "not a kubeconfig: ");
        assertRefused("a: &a [*a]\ncontexts: *a", "");
    }

    @Test
    void credentialsThatCannotBeUsed() throws Exception {
        assertRefused(
                GOOD.replace("token: abc", "client-certificate-data: bm90IG9uZQ==, client-key-data: bm90IG9uZQ=="),
                "users[me].user.client-certificate-data: must contain a certificate in PEM");
    }

    @Test
    void aServerWithoutASchemeIsHttpIfNothingOfTlsIsGiven() throws Exception {
        Config config = new Kubeconfig(kubeconfig(GOOD.replace("https://10.0.0.1:6443", "10.0.0.1:8080")))
                .read()
                .config();
        assertThat(config.getMasterUrl()).isEqualTo("http://10.0.0.1:8080/");
    }

    @Test
    void serviceAccount() throws Exception {
        Files.writeString(directory.resolve("token"), "pod-token");
        Pki authority = Pki.generate(directory, "ca", "EC", "dns:x");
        Files.writeString(directory.resolve("ca.crt"), authority.certificatePem());
        Map<String, String> environment =
                Map.of("KUBERNETES_SERVICE_HOST", "fd00::1", "KUBERNETES_SERVICE_PORT", "443");
        Config config = new ServiceAccount(directory, environment).read().config();
        assertThat(config.getMasterUrl()).isEqualTo("https://[fd00::1]:443/");
        assertThat(config.getOauthTokenProvider().getToken()).isEqualTo("pod-token");
        Files.writeString(directory.resolve("ca.crt"), "a certificate");
        assertThatThrownBy(() -> new ServiceAccount(directory, environment).read())
                .isInstanceOf(SourceException.class)
                .hasMessage(directory.resolve("ca.crt") + ": must contain a certificate in PEM");
    }

    @Test
    void neitherKubeconfigNorCluster() throws Exception {
        ServiceAccount nowhere = new ServiceAccount(directory, Map.of());
        assertThatThrownBy(nowhere::read)
                .isInstanceOf(SourceException.class)
                .hasMessage("no --kubeconfig and not in a cluster (" + directory
                        + "/token missing); give --kubeconfig FILE or --manifests DIR");
        Files.writeString(directory.resolve("token"), "pod-token");
        Files.writeString(directory.resolve("ca.crt"), "a certificate");
        assertThatThrownBy(nowhere::read)
                .isInstanceOf(SourceException.class)
                .hasMessage(
                        "no --kubeconfig and not in a cluster (KUBERNETES_SERVICE_HOST not set); give --kubeconfig FILE or --manifests DIR");
    }
}
