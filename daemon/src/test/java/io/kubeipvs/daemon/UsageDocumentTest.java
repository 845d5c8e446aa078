package io.kubeipvs.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.config.ConfigKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** docs/usage.md lists every flag, and no others. */
class UsageDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "usage.md");

    @Test
    void namesEveryFlagThatNoKeyStandsFor() throws IOException {
        Set<String> ofKeys =
                ConfigKeys.ofAllFiles().flatMap(key -> key.flags().stream()).collect(Collectors.toSet());
        CommandLine run = new CommandLine(new RunCommand());
        Set<String> flags = run.getCommandSpec().options().stream()
                .map(CommandLine.Model.OptionSpec::longestName)
                .filter(name -> !ofKeys.contains(name) && !name.equals("--help") && !name.equals("--version"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(found("`(--[a-z-]+)(?: [A-Z]+)?`(?=[^|]*\\|)", section("## Flags")))
                .containsAll(flags);
    }

    private static String section(String heading) throws IOException {
        String text = Files.readString(DOCUMENT);
        int from = text.indexOf(heading);
        int to = text.indexOf("\n## ", from + 1);
        return text.substring(from, to);
    }

    private static Set<String> found(String pattern, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = Pattern.compile(pattern, Pattern.MULTILINE).matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
