package io.kubeipvs.daemon.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How likely the kernel ends this process when memory runs out; see {@code proc_pid_oom_score_adj(5)}. */
public final class OomScore {
    private static final Logger LOG = LoggerFactory.getLogger(OomScore.class);

    private OomScore() {}

    /**
     * Sets it, or logs that it could not.
     *
     * @param root where {@code /proc} is, {@code /} except in tests
     * @param score -1000 (never) to 1000
     */
    public static void set(Path root, int score) {
        Path file = root.resolve("proc/self/oom_score_adj");
        try {
            Files.writeString(file, Integer.toString(score), StandardOpenOption.WRITE);
        } catch (IOException e) {
            LOG.info(
                    "oom_score_not_set score={} cause=\"{}\" fix=\"give the process CAP_SYS_RESOURCE\"",
                    score,
                    e.getMessage());
        }
    }
}
