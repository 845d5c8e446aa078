package io.kubeipvs.daemon.kernel.dnat;

import java.util.Map;
import java.util.Optional;

/** How a number of a real server is chosen. */
enum Method {
    /** One after the other. */
    TURNS,
    /** By chance, with the probability of their weights. */
    CHANCE,
    /** By a hash of the client's address. */
    CLIENT,
    /** By a hash of the client's address and port. */
    CLIENT_PORT,
    /** By a hash of the VIP. */
    DESTINATION;

    /**
     * That of each scheduler of IPVS. Those that look at the connections of real servers become {@link #CHANCE}: rules
     * know none.
     */
    private static final Map<String, Method> BY_SCHEDULER = Map.ofEntries(
            Map.entry("rr", TURNS),
            Map.entry("wrr", TURNS),
            Map.entry("lc", CHANCE),
            Map.entry("wlc", CHANCE),
            Map.entry("sed", CHANCE),
            Map.entry("nq", CHANCE),
            Map.entry("fo", CHANCE),
            Map.entry("ovf", CHANCE),
            Map.entry("twos", CHANCE),
            Map.entry("lblc", DESTINATION),
            Map.entry("lblcr", DESTINATION),
            Map.entry("dh", DESTINATION),
            Map.entry("sh", CLIENT),
            Map.entry("mh", CLIENT));

    /**
     * The method that stands for a scheduler; empty for one that IPVS has not either.
     *
     * @param hashesPort whether {@code mh} looks at the client's port too
     */
    static Optional<Method> of(String scheduler, boolean hashesPort) {
        return Optional.ofNullable(BY_SCHEDULER.get(scheduler))
                .map(method -> hashesPort && method == CLIENT ? CLIENT_PORT : method);
    }
}
