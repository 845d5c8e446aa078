package io.kubeipvs.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kubeipvs.daemon.config.ConfigKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManPagesTest {
    private static final Path GROFF = Path.of("/usr/bin/groff");

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        ManPages.write(folder, "1.2.3");
    }

    @Test
    void everyCommandHasAPage() throws IOException {
        try (Stream<Path> pages = Files.list(folder)) {
            assertThat(pages.map(page -> page.getFileName().toString()))
                    .contains("kube-ipvs.8", "kube-ipvs-run.8", "kube-ipvs-plan.8", "kube-ipvs-cleanup.8");
        }
        assertThat(folder.resolve("kube-ipvs-plan.8"))
                .content()
                .startsWith(
                        ".TH KUBE\\-IPVS\\-PLAN 8 \"\" \"kube\\-ipvs 1.2.3\" \"kube\\-ipvs\"\n.SH NAME\nkube\\-ipvs\\-plan \\- Print")
                .contains("\\fBkube\\-ipvs\\-run\\fR(8)");
    }

    @Test
    void thePageOfRunHasEveryFlag() throws IOException {
        String page = Files.readString(folder.resolve("kube-ipvs-run.8"));
        ConfigKeys.ofAllFiles()
                .flatMap(key -> key.flags().stream())
                .forEach(flag -> assertThat(page).contains("\\fB" + flag.replace("-", "\\-") + "\\fR"));
    }

    @Test
    void theTypesetterHasNothingToComplainOf() throws Exception {
        assumeTrue(Files.isExecutable(GROFF), "needs groff");
        try (Stream<Path> pages = Files.list(folder)) {
            for (Path page : pages.toList()) {
                Process groff = new ProcessBuilder(
                                List.of(GROFF.toString(), "-man", "-Tutf8", "-P-cbou", "-ww", page.toString()))
                        .start();
                String text = new String(groff.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(new String(groff.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                        .as(page.toString())
                        .isEmpty();
                assertThat(text).contains("SEE ALSO");
            }
        }
    }
}
