package io.kubeipvs.daemon.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.CapturedLog;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
