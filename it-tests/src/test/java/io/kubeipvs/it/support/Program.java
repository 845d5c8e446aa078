package io.kubeipvs.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.Await;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The packaged program, running in a network namespace as a user would start it, with its log in a file. */
public final class Program implements AutoCloseable {
    /** The command that a user starts. */
    public static final Path LAUNCHER = Path.of("..", "daemon", "target", "kube-ipvs", "bin", "kube-ipvs")
            .toAbsolutePath()
            .normalize();

    /** The flag with which every round has a line. Otherwise many rounds of a minute share one. */
    public static final String EACH_ROUND = "--v=1";

    private static final Duration PATIENCE = Duration.ofSeconds(240);

    private final Process process;
    private final Path log;

    private Program(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts {@code kube-ipvs} with these arguments. */
    public static Program start(KernelNamespace namespace, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
        command.addAll(List.of(arguments));
        return start(namespace, command);
    }

    /** Starts a shell's command that becomes {@code kube-ipvs}. */
    public static Program startShell(KernelNamespace namespace, String command) throws IOException {
        return start(namespace, List.of("sh", "-c", command));
    }

    private static Program start(KernelNamespace namespace, List<String> program) throws IOException {
        Path log = Files.createTempFile("kube-ipvs-", ".log");
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace.name()));
        command.addAll(program);
        Process process = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new Program(process, log);
    }

    /** Starts {@code kube-ipvs run} on a folder of manifests and waits for its first sync. */
    public static Program serving(KernelNamespace namespace, Path manifests, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("run", "--manifests", manifests.toString()));
        arguments.addAll(List.of(more));
        Program program = start(namespace, arguments.toArray(String[]::new));
        try {
            program.awaitLog("first_sync");
            return program;
        } catch (Exception | AssertionError e) {
            program.close(); // otherwise it runs beside the next test
            throw e;
        }
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Its log so far. */
    public String log() throws IOException {
        return Files.readString(log);
    }

    /** The lines of its log from this byte on, without one that is not whole yet. */
    public String logFrom(long position) throws IOException {
        try (SeekableByteChannel file = Files.newByteChannel(log)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) (file.size() - position));
            file.position(position);
            while (bytes.hasRemaining() && file.read(bytes) >= 0) {
                // A read may end early.
            }
            String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
            return text.substring(0, text.lastIndexOf('\n') + 1);
        }
    }

    /** Its log so far, with a dump of its threads at the end: shows why it does nothing. */
    public String evidence() throws Exception {
        if (process.isAlive()) {
            new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            TimeUnit.SECONDS.sleep(1); // the dump has no end mark
        }
        return log();
    }

    /** Waits for a text in its log; fails when it ends without. */
    public void awaitLog(String text) throws Exception {
        Await.until(
                "the log to contain '" + text + "'",
                PATIENCE,
                () -> {
                    if (!process.isAlive() && !log().contains(text)) {
                        throw new AssertionError("the program ended with " + process.exitValue() + ":\n" + log());
                    }
                    return log().contains(text);
                },
                this::evidence);
    }

    /** Ends it as Kubernetes does. Returns its exit status. */
    public int terminate() throws InterruptedException {
        process.destroy();
        return awaitExit();
    }

    /** Ends it as the kernel does when memory runs out. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitExit();
    }

    /** Waits for its end. Returns its exit status. */
    public int awaitExit() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("exit of kube-ipvs")
                .isTrue();
        return process.exitValue();
    }

    @Override
    public void close() throws InterruptedException, IOException {
        if (process.isAlive()) {
            kill();
        }
        Files.deleteIfExists(log);
    }
}
