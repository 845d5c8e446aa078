package io.kubeipvs.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
    @TempDir
    private Path folder;

    @Test
    void aLockIsNoProblem() throws Exception {
        try (RunLock lock = RunLock.take(folder)) {
            assertThat(lock.problems()).isEmpty();
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamedAndDoesNotStopTheProgram() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        try (CapturedLog log = new CapturedLog();
                RunLock lock = RunLock.take(file.resolve("state"))) {
            assertThat(lock.problems())
                    .singleElement()
                    .satisfies(problem -> {
                        assertThat(problem.cause()).startsWith("the lock " + file.resolve("state") + "/lock.");
                        assertThat(problem.fix()).isEqualTo("make the folder of --state-dir writable");
                    })
                    .isInstanceOf(Problem.class);
            assertThat(log.lines("no_lock folder=" + file.resolve("state"))).hasSize(1);
        }
    }
}
