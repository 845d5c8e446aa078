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

    /** A process with this score and less than nine tenths of the memory ends after every process with score 0. */
    private static final int LOW_ENOUGH = -900;

    private OomScore() {}

    /**
     * Sets it, or logs that it could not, unless its present value protects the process as well: kubelet sets -997 for Pods
     * that are critical for the node, and only a process with CAP_SYS_RESOURCE may go below.
     *
     * @param root where {@code /proc} is, {@code /} except in tests
     * @param score -1000 (never) to 1000
     */
    public static void set(Path root, int score) {
        Path file = root.resolve("proc/self/oom_score_adj");
        try {
            Files.writeString(file, Integer.toString(score), StandardOpenOption.WRITE);
        } catch (IOException e) {
            refused(file, score, e);
        }
    }

    static void refused(Path file, int score, IOException cause) {
        if (isLowEnough(file, score)) {
            LOG.debug("oom_score_kept score={} cause=\"{}\"", score, cause.getMessage());
        } else {
            LOG.info(
                    "oom_score_not_set score={} cause=\"{}\" fix=\"give the process CAP_SYS_RESOURCE\"",
                    score,
                    cause.getMessage());
        }
    }

    private static boolean isLowEnough(Path file, int wanted) {
        try {
            return Integer.parseInt(Files.readString(file).strip()) <= Math.max(wanted, LOW_ENOUGH);
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }
}
