package io.kubeipvs.core.desire;

import io.kubeipvs.core.kernel.ConnectionLimits;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.model.Endpoint;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Options;
import io.kubeipvs.core.options.ServiceOptions;

/**
 * How a Service shares its connections among its endpoints.
 *
 * @param localFactor the weight of an endpoint on this node is multiplied by this
 * @param limits of the connections of each endpoint
 */
record Shares(int localFactor, ConnectionLimits limits) {
    /** The share of each endpoint is its weight. */
    static final Shares EQUAL = new Shares(1, ConnectionLimits.NONE);

    /** The highest weight. Schedulers multiply weights with numbers of connections, in 32 bits. */
    private static final int MOST = 65_535;

    /** The choice of a Service with these options. */
    static Shares of(ServiceOptions options) {
        if (options.values().isEmpty()) {
            return EQUAL;
        }
        int max = options.get(Options.MAX_CONNECTIONS).orElse(0);
        int min = options.get(Options.MIN_CONNECTIONS).filter(one -> one <= max).orElse(0);
        return new Shares(options.get(Options.PREFER_LOCAL_WEIGHT).orElse(1), new ConnectionLimits(max, min));
    }

    /** The real server of an endpoint. */
    RealServer server(RealServer.Key key, Endpoint endpoint, NodeView node) {
        int weight = node.weight(endpoint);
        int share = node.isHome(endpoint) ? (int) Math.min(MOST, (long) weight * localFactor) : weight;
        return new RealServer(key, share, limits);
    }
}
