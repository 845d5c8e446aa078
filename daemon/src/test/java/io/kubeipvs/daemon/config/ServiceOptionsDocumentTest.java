package io.kubeipvs.daemon.config;

import io.kubeipvs.core.model.Options;
import io.kubeipvs.core.options.ServiceOption;
import io.kubeipvs.core.options.ServiceOption.Holder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of docs/service-options.md comes from the declarations of the options. */
class ServiceOptionsDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "service-options.md");
    private static final String HEAD =
            "| Annotation | On | Values | Allowed by default | From kube-router | Meaning |\n|---|---|---|---|---|---|\n";

    @Test
    void theTableIsAsTheOptionsAreDeclared() throws IOException {
        GeneratedText.of(DOCUMENT)
                .between("<!-- generated: options -->\n", "<!-- end -->")
                .isEqualTo(Options.ALL.stream()
                        .map(ServiceOptionsDocumentTest::row)
                        .collect(Collectors.joining("", HEAD, "")));
    }

    private static String row(ServiceOption<?> option) {
        String holders = option.holders().stream().sorted().map(Holder::kind).collect(Collectors.joining(", "));
        String aliases = option.aliases().stream()
                .map(alias -> "`" + alias.annotation() + "`")
                .collect(Collectors.joining(", "));
        return "| `" + option.annotation() + "` | " + holders + " | " + option.allowed() + " | "
                + (option.isAllowedByDefault() ? "yes" : "no") + " | " + aliases + " | " + option.meaning() + " |\n";
    }
}
