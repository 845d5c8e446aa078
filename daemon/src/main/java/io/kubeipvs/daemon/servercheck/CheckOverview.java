package io.kubeipvs.daemon.servercheck;

import java.util.List;
import java.util.stream.Stream;

/**
 * The state of all checks at one moment.
 *
 * @param servers that are checked
 * @param unhealthy servers among them
 * @param stretch how many times longer the intervals are than chosen, because of the node's limit; 1 = as chosen
 * @param lateSeconds how long the check that has waited longest is overdue; 0 = none is
 * @param failures the unhealthy servers, and some healthy ones whose last check failed; sorted
 */
public record CheckOverview(int servers, int unhealthy, double stretch, double lateSeconds, List<Last> failures) {
    /** No server is checked. */
    public static final CheckOverview NONE = new CheckOverview(0, 0, 1, 0, List.of());

    /** All results of checks, in words of the metric. */
    public static final List<String> RESULTS =
            Stream.of(Verdict.Outcome.values()).map(Verdict.Outcome::label).toList();

    /**
     * The last check of a server.
     *
     * @param check for instance {@code tcp://10.36.0.1:8080}
     * @param healthy whether the server counts as healthy
     * @param result in words
     * @param inARow how many checks in a row ended like this one: passed or failed; 0 = none ended yet
     * @param secondsAgo when it ended; 0 without one
     */
    public record Last(String check, boolean healthy, String result, int inARow, long secondsAgo) {}
}
