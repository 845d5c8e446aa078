package io.kubeipvs.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/configuration.md says of every key its flag, default and effect, and of no others. */
class ConfigurationDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "configuration.md");

    @Test
    void namesEveryKeyAsItIs() throws IOException {
        List<String> keys = Stream.of(KubeProxyKeys.KEYS, OwnKeys.KEYS)
                .flatMap(table -> table.all().stream())
                .map(ConfigurationDocumentTest::row)
                .toList();
        List<String> rows = Files.readString(DOCUMENT)
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(0, ordinal(line, 5)))
                .toList();
        assertThat(rows).containsExactlyInAnyOrderElementsOf(keys);
    }

    private static String row(ConfigKey key) {
        return "| " + code(key.path()) + " | " + code(key.flag().isEmpty() ? "" : "--" + key.flag()) + " | "
                + code(key.byDefault()) + " | " + key.effect().name().toLowerCase(Locale.ROOT) + " ";
    }

    private static String code(String text) {
        return text.isEmpty() ? "" : "`" + text + "`";
    }

    /** Where the bar of this number is. */
    private static int ordinal(String line, int number) {
        int at = -1;
        for (int i = 0; i < number; i++) {
            at = line.indexOf('|', at + 1);
        }
        return at;
    }
}
