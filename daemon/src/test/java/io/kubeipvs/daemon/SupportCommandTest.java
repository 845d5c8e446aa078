package io.kubeipvs.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.inspect.Answers;
import io.kubeipvs.daemon.inspect.InspectClient;
import io.kubeipvs.daemon.inspect.InspectServer;
import io.kubeipvs.daemon.inspect.ProcessTexts;
import io.kubeipvs.daemon.inspect.Question;
import io.kubeipvs.daemon.work.Workers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kube-ipvs support} on a node whose configuration has a secret of every kind. */
class SupportCommandTest {
    private static final String TOKEN = "eyJhbGciOiJSUzI1NiJ9.c2VjcmV0LW9mLXRoZS10ZXN0.c2lnbmF0dXJl";
    private static final String PASSWORD = "Correct-Horse-42";
    private static final String KEY =
            "-----BEGIN EC PRIVATE KEY-----\nS2V5T2ZUaGVUZXN0S2V5T2ZUaGVUZXN0\n-----END EC PRIVATE KEY-----\n";
    private static final String CERTIFICATE =
            "-----BEGIN CERTIFICATE-----\nQ2VydGlmaWNhdGVPZlRoZVRlc3Q=\n-----END CERTIFICATE-----\n";
    private static final List<String> SECRETS = List.of(
            TOKEN,
            "c2VjcmV0LW9mLXRoZS10ZXN0",
            PASSWORD,
            "S2V5T2ZUaGVUZXN0",
            "Q2VydGlmaWNhdGVPZlRoZVRlc3Q",
            base64(KEY).substring(0, 60),
            base64(CERTIFICATE).substring(0, 60));

    @TempDir
    private Path folder;

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private Path kubeconfig() throws IOException {
        return Files.writeString(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                current-context: c
                contexts: [{name: c, context: {cluster: k, user: u}}]
                clusters: [{name: k, cluster: {server: "https://admin:%s@127.0.0.1:1", certificate-authority-data: %s}}]
                users: [{name: u, user: {token: %s, client-key-data: %s, client-certificate-data: %s}}]
                """.formatted(
                        PASSWORD, base64(CERTIFICATE), TOKEN, base64(KEY), base64(CERTIFICATE)));
    }

    private Map<String, String> read(Path archive) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                try (InputStream in = zip.getInputStream(entry)) {
                    files.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
        return files;
    }

    private static void requireNoSecret(Map<String, String> files) {
        files.forEach((file, text) -> assertThat(text).as(file).doesNotContain(SECRETS));
    }

    @Test
    void worksWithoutARunningProgramAndHasNoSecret() throws Exception {
        Path archive = folder.resolve("node.zip");
        Run run = Run.of(
                "support",
                "--file=" + archive,
                "--state-dir=" + folder,
                "--kubeconfig=" + kubeconfig(),
                "--master=https://admin:" + PASSWORD + "@127.0.0.1:1",
                "--ipvs-scheduler=lc");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith(archive + " is written.")
                .contains("not available: command.txt, metrics.txt, threads.txt, log.txt: kube-ipvs does not run here");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive)))
                .isEqualTo("rw-------");

        Map<String, String> files = read(archive);
        assertThat(files.remove("MANIFEST.txt")).startsWith("kube-ipvs ").contains(files.keySet());
        assertThat(files.get("status.txt")).startsWith("kube-ipvs does not run here");
        assertThat(files.get("config.json"))
                .contains("\"scheduler\":\"lc\"", kubeconfig().toString());
        assertThat(files.get("sysctl.txt")).containsPattern("net\\.ipv4\\.ip_forward = [01]");
        assertThat(files.get("kernel.txt")).contains("== /proc/version\nLinux version");
        assertThat(files.get("version.txt")).contains("commit", "Java");
        assertThat(files.get("plan.txt")).startsWith("not available: ");
        requireNoSecret(files);
    }

    @Test
    void hasTheTextsOfTheRunningProgramWithoutTheirSecrets() throws Exception {
        String flags = "--master=https://admin:" + PASSWORD + "@127.0.0.1:1";
        Answers answers = new Answers()
                .with("arguments", question -> new ProcessTexts.Arguments(List.of("run", flags, "--v=0")))
                .with("config", question -> new ProcessTexts.Document("{\"token\":\"" + TOKEN + "\"}"))
                .with("metrics", question -> new ProcessTexts.Document("kubeipvs_degraded 0\n"))
                .with("threads", question -> new ProcessTexts.Document("\"main\" RUNNABLE\n"))
                .with("log", question -> new ProcessTexts.Document("started password=" + PASSWORD + "\n" + KEY));
        try (InspectServer server = new InspectServer(InspectServer.file(folder), answers)) {
            server.start(Workers.unobserved());
            Await.until(() -> assertThat(InspectServer.file(folder)).exists());
            Path archive = folder.resolve("node.zip");
            Run run = Run.of("support", "-f", archive.toString(), "--state-dir", folder.toString());
            assertThat(run.status()).as(run.err()).isZero();

            Map<String, String> files = read(archive);
            assertThat(files)
                    .containsEntry("command.txt", "run\n--master=https://[removed]@127.0.0.1:1\n--v=0\n")
                    .containsEntry("metrics.txt", "kubeipvs_degraded 0\n")
                    .containsEntry("threads.txt", "\"main\" RUNNABLE\n")
                    .containsEntry("config.json", "{\"token\":[removed]}\n");
            assertThat(files.get("log.txt")).startsWith("started password=[removed]");
            requireNoSecret(files);
        }
    }

    @Test
    void aFileThatCannotBeWrittenIsOneLine() {
        Run run =
                Run.of("support", "--file", folder.resolve("none/a.zip").toString(), "--state-dir", folder.toString());
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("kube-ipvs: --file " + folder + "/none/a.zip: cannot be written: ")
                .endsWith("; give another file, or - for standard output\n")
                .hasLineCount(1);
    }

    @Test
    void theProgramHasTextsAboutItself() throws Exception {
        Answers answers = ProcessTexts.addTo(new Answers(), () -> "the metrics", () -> "{}");
        try (InspectServer server = new InspectServer(InspectServer.file(folder), answers)) {
            server.start(Workers.unobserved());
            Await.until(() -> assertThat(InspectServer.file(folder)).exists());
            String threads = new InspectClient(folder)
                    .ask(Question.of("threads"), ProcessTexts.Document.class)
                    .text();
            assertThat(threads).contains("\"inspect\" ", "    at io.kubeipvs.daemon.inspect.InspectServer.");
        }
    }
}
