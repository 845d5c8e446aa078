package io.kubeipvs.bench;

import io.kubeipvs.netlink.BatchResult;
import java.util.List;

/** Nobody is fast by leaving work undone: what a contender must have done, or the benchmark ends. */
final class Require {

    private Require() {}

    static void accepted(List<BatchResult> results) {
        for (BatchResult result : results) {
            if (!(result instanceof BatchResult.Accepted)) {
                throw new IllegalStateException(result.toString());
            }
        }
    }

    static void count(String things, long expected, long found) {
        if (found != expected) {
            throw new IllegalStateException(found + " " + things + " instead of " + expected);
        }
    }
}
