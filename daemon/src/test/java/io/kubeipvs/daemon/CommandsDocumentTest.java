package io.kubeipvs.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.config.GeneratedText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** docs/commands.md has the usage and flags of each command as {@code --help} has them. */
class CommandsDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "commands.md");

    /** Flags of nearly every command, which the document explains once. */
    private static final Set<String> COMMON =
            Set.of("--help", "--version", "--output", "--watch", "--state-dir", "--help-all");

    /** Commands that usage.md describes, or that need no section. */
    private static final Set<String> ELSEWHERE = Set.of("run", "cleanup", "help");

    static Stream<CommandSpec> commands() {
        return Main.program().getSubcommands().values().stream()
                .map(command -> command.getCommandSpec())
                .filter(command -> !ELSEWHERE.contains(command.name()));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aCommandHasItsUsageAndFlags(CommandSpec command) throws IOException {
        GeneratedText.of(DOCUMENT)
                .between("<!-- generated: " + command.name() + " -->\n", "<!-- end -->")
                .isEqualTo(text(command));
    }

    @Test
    void everyCommandHasASectionAndNoOtherHas() throws IOException {
        List<String> sections = Pattern.compile("(?m)^## `kube-ipvs ([a-z]+)`$")
                .matcher(Files.readString(DOCUMENT))
                .results()
                .map((MatchResult heading) -> heading.group(1))
                .toList();
        assertThat(sections)
                .containsExactlyInAnyOrderElementsOf(
                        commands().map(CommandSpec::name).toList());
    }

    private static String text(CommandSpec command) {
        StringBuilder text = new StringBuilder("```\n")
                .append(joined(command.usageMessage().customSynopsis()))
                .append("\n```\n\n");
        List<ArgSpec> own = own(command);
        if (!own.isEmpty()) {
            text.append("| Argument or flag | Meaning |\n|---|---|\n");
            own.forEach(arg -> text.append("| ")
                    .append(head(arg))
                    .append(" | ")
                    .append(cell(joined(arg.description())))
                    .append(" |\n"));
            text.append('\n');
        }
        if (command.optionsMap().containsKey("--ipvs-scheduler")) {
            text.append("It also takes the [flags of `run`](usage.md).\n\n");
        }
        String footer = joined(command.usageMessage().footer());
        return footer.startsWith("Exit status") ? text + footer + "\n\n" : text.toString();
    }

    /** Its arguments and flags that no other command has. */
    private static List<ArgSpec> own(CommandSpec command) {
        Set<String> ofRun = Main.program()
                .getSubcommands()
                .get("run")
                .getCommandSpec()
                .optionsMap()
                .keySet();
        List<ArgSpec> own = new ArrayList<>();
        command.positionalParameters().stream().filter(one -> !one.hidden()).forEach(own::add);
        command.options().stream()
                .filter(option -> !COMMON.contains(option.longestName()) && !ofRun.contains(option.longestName()))
                .forEach(own::add);
        return own;
    }

    private static String head(ArgSpec arg) {
        if (!(arg instanceof OptionSpec option)) {
            return "`" + cell(arg.paramLabel()) + "`";
        }
        String value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
        return Stream.of(option.names()).map(name -> "`" + name + value + "`").collect(Collectors.joining(", "));
    }

    private static String joined(String... lines) {
        return String.join(" ", lines).replace("%%", "%").strip();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
