package io.kubeipvs.daemon.commands.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.inspect.Screen;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The forms of an answer, and its repetition. */
class OutputOptionsTest {
    /** Its content. */
    record Content(String name, Optional<String> cause, List<Integer> ports) {}

    private record Sample(int number) implements Answer {
        @Override
        public String text(Style style, boolean isWide) {
            return (isWide ? "wide " : "text ") + number + "\n";
        }

        @Override
        public Object document() {
            return new Content("web " + number, Optional.empty(), List.of(80, 443));
        }

        @Override
        public ExitStatus status() {
            return ExitStatus.TO_DO;
        }
    }

    /** A command with an answer. */
    @Command(name = "sample")
    static final class SampleCommand implements Callable<Integer> {
        private final AtomicInteger answers = new AtomicInteger();

        private final Optional<Screen> screen;

        @Mixin
        private OutputOptions output;

        SampleCommand(Optional<Screen> screen) {
            this.screen = screen;
        }

        @Override
        public Integer call() throws Exception {
            return output.print(() -> new Sample(answers.incrementAndGet()), form -> screen);
        }
    }

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private Optional<Screen> screen = Optional.empty();

    private int run(String... args) {
        return new CommandLine(new SampleCommand(screen))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }

    @Test
    void theTextIsTheDefault() {
        assertThat(run()).isEqualTo(4);
        assertThat(out).hasToString("text 1\n");
    }

    @Test
    void aTextIsThatOfTheRunningProgram() {
        screen = Optional.of(new Screen(1, "made there\n"));
        assertThat(run("-o", "wide")).isEqualTo(1);
        assertThat(out).hasToString("made there\n");
        assertThat(run("-o", "yaml")).isEqualTo(4);
        assertThat(out.toString()).endsWith("name: \"web 1\"\ncause: null\nports:\n- 80\n- 443\n");
    }

    @Test
    void everyFormHasTheSameContent() {
        run("-o", "wide");
        run("-ojson");
        run("--output=yaml");
        assertThat(out).hasToString("""
                wide 1
                {
                  "name" : "web 1",
                  "cause" : null,
                  "ports" : [ 80, 443 ]
                }
                ---
                name: "web 1"
                cause: null
                ports:
                - 80
                - 443
                """);
    }

    @Test
    void anotherFormIsAMistakeOfOneLine() {
        assertThat(run("-o", "xml")).isEqualTo(2);
        assertThat(err.toString()).startsWith("-o: 'xml' is not allowed; allowed: text, wide, json, yaml\n");
    }

    @Test
    void aWatchPrintsAgainUntilItsReaderIsGone() {
        Writer pipe = new StringWriter() {
            @Override
            public void flush() {
                out.append(toString());
                if (toString().contains("text 2")) {
                    throw new IllegalStateException("the reader is gone");
                }
                getBuffer().setLength(0);
            }
        };
        long begin = System.nanoTime();
        CommandLine command = new CommandLine(new SampleCommand(screen)).setOut(new PrintWriter(pipe));
        command.setExecutionExceptionHandler((e, failed, parsed) -> 9);
        assertThat(command.execute("--watch")).isEqualTo(9);
        assertThat(out.toString()).startsWith("text 1\n").endsWith("\ntext 2\n");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }
}
