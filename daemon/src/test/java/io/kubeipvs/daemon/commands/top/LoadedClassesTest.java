package io.kubeipvs.daemon.commands.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The library of the terminal costs the daemon nothing. */
class LoadedClassesTest {
    @Test
    void runLoadsNoClassOfTheTerminal() throws IOException {
        assertThat(loadedBy("run", "--config=/no/such/file"))
                .contains("picocli.CommandLine ", "io.kubeipvs.daemon.RunCommand ")
                .doesNotContain("org.jline.", "io.kubeipvs.daemon.commands.top.TopScreen");
        assertThat(loadedBy("top", "-b", "-n", "1"))
                .contains("io.kubeipvs.daemon.commands.top.TopCommand ")
                .doesNotContain("org.jline.");
    }

    private static String loadedBy(String... arguments) throws IOException {
        ProcessBuilder program = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load",
                "-cp",
                System.getProperty("java.class.path"),
                "io.kubeipvs.daemon.Main");
        program.command().addAll(List.of(arguments));
        Process process = program.redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
