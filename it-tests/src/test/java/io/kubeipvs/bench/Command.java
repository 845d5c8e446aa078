package io.kubeipvs.bench;

import io.kubeipvs.it.support.KernelNamespace;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A program that is run to its end inside a namespace; what it prints is thrown away. */
record Command(List<String> command, Path input) {

    private static final File NOTHING = new File("/dev/null");

    static Command of(String... command) {
        return new Command(List.of(command), NOTHING.toPath());
    }

    /** A main class of ours in a JVM of its own, with this JVM's class path. */
    static Command java(List<String> options, Class<?> main, String... arguments) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new Command(
                Stream.of(
                                Stream.of(java),
                                options.stream(),
                                Stream.of("-cp", System.getProperty("java.class.path"), main.getName()),
                                Stream.of(arguments))
                        .flatMap(words -> words)
                        .toList(),
                NOTHING.toPath());
    }

    Command reading(Path file) {
        return new Command(command, file);
    }

    /** From its start to its end. */
    Duration time(KernelNamespace namespace) throws Exception {
        return namespace.call(() -> Contender.time(this::run));
    }

    /** A process is started in the namespace of the thread that starts it. */
    private void run() throws IOException, InterruptedException {
        int status = new ProcessBuilder(command)
                .redirectInput(input.toFile())
                .redirectOutput(NOTHING)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
        if (status != 0) {
            throw new IllegalStateException(String.join(" ", command) + " ended with " + status);
        }
    }
}
