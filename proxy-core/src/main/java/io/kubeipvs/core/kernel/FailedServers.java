package io.kubeipvs.core.kernel;

import java.util.Map;

/**
 * The servers of a virtual server that failed their health check.
 *
 * @param causes why each failed, in words
 * @param effect what follows
 */
public record FailedServers(Map<RealServer.Key, String> causes, Effect effect) {
    /** No server failed. */
    public static final FailedServers NONE = new FailedServers(Map.of(), Effect.WEIGHT_ZERO);

    /** The consequence of a failed check. */
    public enum Effect {
        /** They get no new connections. */
        WEIGHT_ZERO,
        /** They are removed, with their connections. */
        REMOVED,
        /** Nothing: too few servers would remain. */
        IGNORED
    }

    public FailedServers {
        causes = Map.copyOf(causes);
    }

    /** Whether the connections of this server end. */
    public boolean isCut(RealServer.Key server) {
        return effect == Effect.REMOVED && causes.containsKey(server);
    }

    /** In words, for instance {@code 1 of 3 servers failed their health check}; "" = none failed. @param all the number of servers */
    public String words(int all) {
        if (causes.isEmpty()) {
            return "";
        }
        return causes.size() + " of " + all + " servers failed their health check"
                + (effect == Effect.IGNORED ? "; the checks are ignored, because too few servers are healthy" : "");
    }

    /** As the generated one, and faster: docs/adr/0035. */
    @Override
    public boolean equals(Object other) {
        return other == this
                || other instanceof FailedServers that && effect == that.effect && causes.equals(that.causes);
    }
}
