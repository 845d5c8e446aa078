package io.kubeipvs.bench;

import io.kubeipvs.netlink.BatchResult;
import java.util.List;

/** Checks that a contender has done its work. If not, the benchmark ends: no contender is fast by omission. */
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
