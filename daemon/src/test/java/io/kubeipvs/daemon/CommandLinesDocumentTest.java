package io.kubeipvs.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The program accepts every command line of {@code kube-ipvs} in the documents. */
class CommandLinesDocumentTest {
    /** A call: at the begin, after a shell's separator, in a Pod, or by the plugin of kubectl. */
    private static final Pattern CALL =
            Pattern.compile("(?:^|; |&& | -- |\\| |<\\()(?:sudo )?(?:\\S*/bin/)?kube-ipvs ([^;|&()<>]*)"
                    + "|^kubectl ipvs (?:--node \\S+ |--all |--context \\S+ )*([^;|&<>]*)");

    /** The begin of an output or of a sentence, or a synopsis with brackets. */
    private static final Pattern NO_COMMAND =
            Pattern.compile("\\d.*|starts on .*|does not .*|works on .*|.*\\[(?:-|[A-Z]).*");

    @Test
    void everyCommandLineIsAccepted() throws IOException {
        Map<String, String> refused = new TreeMap<>();
        List<String> all = new ArrayList<>();
        for (Path document : Markdown.documents()) {
            for (String line : Markdown.lines(document)) {
                for (String call : calls(line)) {
                    all.add(call);
                    problem(call).ifPresent(problem -> refused.put(document + ": kube-ipvs " + call, problem));
                }
            }
        }
        assertThat(refused).isEmpty();
        assertThat(all).hasSizeGreaterThan(100).anyMatch(call -> call.startsWith("explain default/web --from"));
    }

    @Test
    void aWrongCommandLineIsSeen() {
        assertThat(List.of("stauts", "status --lal", "explain default/web --form pod", "plan --config"))
                .allSatisfy(line -> assertThat(problem(line)).isPresent());
        assertThat(calls("kubectl exec POD -- kube-ipvs status; kube-ipvs top # x"))
                .containsExactly("status", "top # x");
        assertThatThrownBy(() -> Main.program().parseArgs("rnu")).isInstanceOf(CommandLine.ParameterException.class);
    }

    private static List<String> calls(String line) {
        return CALL.matcher(line)
                .results()
                .map(CommandLinesDocumentTest::call)
                .filter(call -> !call.isEmpty() && !NO_COMMAND.matcher(call).matches())
                .toList();
    }

    private static String call(MatchResult match) {
        return (match.group(1) == null ? match.group(2) : match.group(1)).strip();
    }

    private static Optional<String> problem(String call) {
        if (!call.contains(" ")) { // the name of a command, without the arguments that it needs
            return Main.program().getSubcommands().containsKey(Main.normalized(call)[0])
                    ? Optional.empty()
                    : Optional.of("no such command");
        }
        String[] words = Main.normalized(Markdown.words(call).toArray(String[]::new));
        try {
            Main.program().parseArgs(words);
            return Optional.empty();
        } catch (CommandLine.ParameterException e) {
            return Optional.of(e.getMessage());
        }
    }
}
