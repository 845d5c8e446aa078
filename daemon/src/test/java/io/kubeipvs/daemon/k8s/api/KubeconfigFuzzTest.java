package io.kubeipvs.daemon.k8s.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.DamagedText;
import io.kubeipvs.daemon.k8s.SourceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged kubeconfigs and PEM files: each is taken, or refused in one line. {@code -Dkubeipvs.fuzz.seconds=600} makes it
 * longer, {@code -Dkubeipvs.fuzz.seed} repeats it.
 */
class KubeconfigFuzzTest {
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("kubeipvs.fuzz.seconds", 3));
    private static final int LEAST = 300;
    private static final long SEED = Long.getLong("kubeipvs.fuzz.seed", System.nanoTime());

    private static final List<String> TOKENS = List.of(
            "null",
            "true",
            "''",
            "[",
            "]",
            "{",
            "}",
            ": ",
            "- ",
            "&a ",
            "*a",
            "!!binary ",
            "|\n",
            "\t",
            "\r\n",
            "\n  ",
            "\u0000",
            "https://",
            "http://[::1",
            "socks5://x",
            "..",
            "/",
            "/dev/null",
            "me.pem",
            "MIIB",
            "====",
            "-----BEGIN PRIVATE KEY-----\n",
            "-----END PRIVATE KEY-----\n",
            "-----BEGIN CERTIFICATE-----\n",
            "[[[[[[",
            "🦊",
            "here",
            "9999999999");

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private final DamagedText damage = new DamagedText(random, TOKENS);

    @Test
    void isTakenOrRefusedInOneLine() throws Exception {
        Pki pki = Pki.generate(folder, "me", "EC", "dns:x");
        String pem = pki.certificatePem() + Pki.ecParameters() + pki.sec1();
        String good = """
                current-context: here
                contexts: [{name: here, context: {cluster: home, user: me}}]
                clusters: [{name: home, cluster: {server: "https://10.0.0.1:6443", certificate-authority: me.pem,
                  tls-server-name: api.example, proxy-url: "http://10.0.0.2:3128", insecure-skip-tls-verify: false}}]
                users: [{name: me, user: {client-certificate: me.pem, client-key-data: %s, tokenFile: me.pem,
                  username: a, password: b, as: c, as-groups: [d], as-user-extra: {e: [f]}}}]
                """.formatted(Pki.base64(pem));
        long end = System.nanoTime() + TIME.toNanos();
        int taken = 0;
        int tries = 0;
        while (tries < LEAST || System.nanoTime() < end) {
            boolean isPem = random.nextInt(3) == 0;
            taken += isTaken(isPem ? good : damage.of(good), isPem ? damage.of(pem) : pem) ? 1 : 0;
            tries++;
        }
        assertThat(taken).as("taken, of %d, seed %d", tries, SEED).isBetween(1, tries - 1);
    }

    private boolean isTaken(String text, String pem) throws IOException {
        Path file = Files.write(folder.resolve("kubeconfig"), text.getBytes(StandardCharsets.UTF_8));
        // As bytes: damage can leave half of a fox, which writeString refuses.
        Files.write(folder.resolve("me.pem"), pem.getBytes(StandardCharsets.UTF_8));
        try (ApiConnection connection = ApiClients.open(Optional.of(file), "0")) {
            assertThat(connection.url()).matches("https?://.*/");
            return true;
        } catch (SourceException e) {
            assertThat(e.getMessage())
                    .startsWith("--kubeconfig " + file + ": ")
                    .doesNotContain("Exception")
                    .hasSizeLessThan(700);
            assertThat(e.getMessage().lines()).as(e.getMessage()).hasSize(1);
            return false;
        } catch (RuntimeException | Error e) {
            throw new AssertionError("seed " + SEED + ", file:\n" + text + "\n" + pem, e);
        }
    }
}
