package io.kubeipvs.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The script, in the shell that it is for. */
class CompletionCommandTest {
    @TempDir
    private Path folder;

    private static int run(StringWriter out, StringWriter err, String... args) {
        return new CommandLine(new CompletionCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    private String completed(String... words) throws Exception {
        StringWriter script = new StringWriter();
        assertThat(run(script, new StringWriter(), "bash")).isZero();
        Path file = Files.writeString(folder.resolve("completion"), script.toString());
        String commands = "source " + file + "; COMP_WORDS=(" + String.join(" ", words) + "); COMP_CWORD="
                + (words.length - 1) + "; _complete_kube-ipvs 2>/dev/null; echo \"${COMPREPLY[*]}\"";
        Process bash = new ProcessBuilder("bash", "-c", commands)
                .redirectErrorStream(true)
                .start();
        String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(out).isZero();
        return out.strip();
    }

    @Test
    void bashCompletesCommandsAndFlags() throws Exception {
        assertThat(completed("kube-ipvs", "pl")).isEqualTo("plan");
        assertThat(completed("kube-ipvs", "run", "--ipvs-sch")).isEqualTo("--ipvs-scheduler");
        assertThat(completed("kube-ipvs", "run", "--conntrack-mi")).isEqualTo("--conntrack-min");
    }

    @Test
    void anotherShellIsNamedWithTheAllowedOnes() {
        StringWriter err = new StringWriter();
        assertThat(run(new StringWriter(), err, "fish")).isEqualTo(2);
        assertThat(err.toString()).startsWith("'fish' is not allowed; allowed: bash, zsh");
    }
}
