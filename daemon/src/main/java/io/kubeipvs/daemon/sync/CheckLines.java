package io.kubeipvs.daemon.sync;

import io.kubeipvs.core.servercheck.CheckBook;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes which servers became unhealthy or healthy: a few of each round, because a whole node can fail. */
final class CheckLines {
    private static final Logger LOG = LoggerFactory.getLogger(SyncLoop.class);
    private static final int MOST_A_ROUND = 10;

    private CheckLines() {}

    static void write(List<CheckBook.Transition> transitions) {
        transitions.stream().limit(MOST_A_ROUND).forEach(CheckLines::write);
        if (transitions.size() > MOST_A_ROUND) {
            LOG.warn("servers_changed_health more={}", transitions.size() - MOST_A_ROUND);
        }
    }

    private static void write(CheckBook.Transition transition) {
        String check = transition.result().check().toString();
        transition
                .result()
                .failure()
                .ifPresentOrElse(
                        cause -> LOG.warn(
                                "server_unhealthy check=\"{}\" services={} cause=\"{}\" fix=\"look at the pod; it comes back when"
                                        + " its checks pass\"",
                                check,
                                transition.services(),
                                cause),
                        () -> LOG.info("server_healthy check=\"{}\" services={}", check, transition.services()));
    }
}
