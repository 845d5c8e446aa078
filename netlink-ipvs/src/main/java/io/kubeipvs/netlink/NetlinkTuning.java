package io.kubeipvs.netlink;

import java.time.Duration;

/**
 * How patient and how greedy a socket is.
 *
 * @param window how many requests of a batch may be unanswered, 1 to 200. The default receive buffer of 212,992 bytes
 *     holds 256 small answers and the kernel drops the next, so 200 leaves a margin
 * @param timeout for each part of an answer; a list of many parts may take longer
 * @param dumpAttempts how often a dump is tried while what it lists keeps changing, at least 1
 */
public record NetlinkTuning(int window, Duration timeout, int dumpAttempts) {
    public static final NetlinkTuning DEFAULT = new NetlinkTuning(100, Duration.ofSeconds(5), 10);

    public NetlinkTuning {
        if (window < 1 || window > 200) {
            throw new IllegalArgumentException("window " + window + ": allowed are 1 to 200 unanswered requests");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout " + timeout + ": must be longer than 0");
        }
        if (dumpAttempts < 1) {
            throw new IllegalArgumentException("dumpAttempts " + dumpAttempts + ": must be at least 1");
        }
    }
}
