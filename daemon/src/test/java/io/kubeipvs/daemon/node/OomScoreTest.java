package io.kubeipvs.daemon.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.CapturedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OomScoreTest {
    @TempDir
    private Path root;

    @Test
    void isWrittenWhereTheKernelReadsIt() throws Exception {
        Path file = Files.createDirectories(root.resolve("proc/self")).resolve("oom_score_adj");
        Files.writeString(file, "");
        OomScore.set(root, -999);
        assertThat(file).hasContent("-999");
    }

    @Test
    void isLoggedWhenItCannotBe() {
        try (CapturedLog log = new CapturedLog()) {
            OomScore.set(root, -999);
            assertThat(log.lines("oom_score_not_set score=-999")).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"-999, -997, 0", "-999, -999, 0", "-999, -900, 0", "0, -5, 0", "-999, -899, 1", "-999, 0, 1", "-5, 0, 1"
    })
    void isSilentWhereThePresentScoreProtectsAsWell(int wanted, int present, int lines) throws Exception {
        Path file = Files.createDirectories(root.resolve("proc/self")).resolve("oom_score_adj");
        Files.writeString(file, present + "\n");
        try (CapturedLog log = new CapturedLog()) {
            OomScore.refused(file, wanted, new IOException("Permission denied"));
            assertThat(log.lines()).hasSize(lines);
            assertThat(log.lines("oom_score_not_set score=" + wanted + " cause=\"Permission denied\""))
                    .hasSize(lines);
        }
    }
}
