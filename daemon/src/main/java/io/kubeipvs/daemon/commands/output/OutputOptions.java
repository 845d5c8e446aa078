package io.kubeipvs.daemon.commands.output;

import io.kubeipvs.daemon.inspect.Screen;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The flags of the output of a command, and the printing. */
public final class OutputOptions {
    private static final Duration PERIOD = Duration.ofSeconds(2);
    /** Clears the screen, and begins at its top. */
    private static final String CLEAR = "\u001b[H\u001b[2J";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    private OutputFormat format = OutputFormat.TEXT;

    @Option(
            names = {"-w", "--watch"},
            description = "Print again every 2 seconds, until Ctrl-C.")
    private boolean isWatch;

    /** Gives an answer. */
    @FunctionalInterface
    public interface Source {
        /** The present answer. */
        Answer get() throws CommandException, InterruptedException;
    }

    /** Gives the text that the running program makes. */
    @FunctionalInterface
    public interface ScreenSource {
        /** The present text in this form; empty without a running program. */
        Optional<Screen> get(Form form) throws CommandException;
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "text (the default), wide, json or yaml.")
    private void setFormat(String word) {
        format = switch (word) {
            case "text", "" -> OutputFormat.TEXT;
            case "wide" -> OutputFormat.WIDE;
            case "json" -> OutputFormat.JSON;
            case "yaml" -> OutputFormat.YAML;
            default ->
                throw new ParameterException(
                        spec.commandLine(), "-o: '" + word + "' is not allowed; allowed: text, wide, json, yaml");
        };
    }

    /** The answer as {@code -o json} prints it. */
    public static String json(Answer answer) {
        StringWriter text = new StringWriter();
        OutputFormat.JSON.print(answer, Style.PLAIN, new PrintWriter(text));
        return text.toString();
    }

    /**
     * Prints the answer: once, or with {@code --watch} until a signal ends the program.
     *
     * @return the exit status, for picocli
     */
    public int print(Source source) throws CommandException, InterruptedException {
        return print(source, form -> Optional.empty());
    }

    /**
     * The same. A text is that of the running program, if one runs: then this process needs fewer classes, and starts in a
     * fraction of the time.
     */
    public int print(Source source, ScreenSource screens) throws CommandException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        boolean isTerminal = System.console() != null;
        Screen screen = screen(source, screens);
        show(screen, out);
        while (isWatch && !out.checkError()) {
            Thread.sleep(PERIOD.toMillis());
            screen = screen(source, screens);
            out.print(isTerminal ? CLEAR : separator());
            show(screen, out);
        }
        return screen.exit();
    }

    private String separator() {
        return format == OutputFormat.YAML ? "" : "\n"; // a YAML document begins with its own separator
    }

    private Screen screen(Source source, ScreenSource screens) throws CommandException, InterruptedException {
        Style style = Style.ofTerminal();
        Optional<Screen> made =
                format.isText() ? screens.get(new Form(style, format == OutputFormat.WIDE)) : Optional.empty();
        if (made.isPresent()) {
            return made.get();
        }
        Answer answer = source.get();
        StringWriter text = new StringWriter();
        format.print(answer, style, new PrintWriter(text));
        return new Screen(answer.status().code(), text.toString());
    }

    private static void show(Screen screen, PrintWriter out) {
        out.print(screen.text());
        out.flush();
    }
}
