package io.kubeipvs.daemon.config;

import io.kubeipvs.daemon.config.ConfigKey.Effect;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tables of docs/configuration.md come from the declarations of the keys. */
class ConfigurationDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "configuration.md");
    private static final String HEAD = "| Key | Flag | Default | Effect | Meaning |\n|---|---|---|---|---|\n";

    private enum Table {
        KUBE_PROXY_ACTING(KubeProxyKeys.KEYS, key -> key.effect() != Effect.NONE),
        KUBE_PROXY_WITHOUT_EFFECT(KubeProxyKeys.KEYS, key -> key.effect() == Effect.NONE),
        OWN(OwnKeys.KEYS, key -> true);

        private final List<ConfigKey<?>> keys;

        Table(ConfigKeys keys, Predicate<ConfigKey<?>> property) {
            this.keys = keys.all().stream().filter(property).toList();
        }

        String text() {
            return keys.stream().map(Table::row).collect(Collectors.joining("", HEAD, ""));
        }

        private static String row(ConfigKey<?> key) {
            String flag = key.flags().isEmpty() ? "" : key.flags().get(0);
            return "| " + code(key.path()) + " | " + code(flag) + " | " + code(key.byDefault()) + " | "
                    + key.effect().name().toLowerCase(Locale.ROOT) + " | " + key.meaning() + " |\n";
        }

        private static String code(String text) {
            return text.isEmpty() ? "" : "`" + text + "`";
        }
    }

    @ParameterizedTest
    @EnumSource(Table.class)
    void aTableIsAsTheKeysAreDeclared(Table table) throws IOException {
        String begin = "<!-- generated: " + table + " -->\n";
        GeneratedText.of(DOCUMENT).between(begin, "<!-- end -->").isEqualTo(table.text());
    }
}
