package io.kubeipvs.core.servercheck;

import io.kubeipvs.core.model.HealthOptions;
import io.kubeipvs.core.model.HealthOptions.Kind;
import io.kubeipvs.core.model.HealthOptions.OnFailure;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.options.ServiceOptions;
import java.util.Optional;

/**
 * How a Service has its servers checked, and what follows.
 *
 * @param port that is checked; empty = the endpoint's
 * @param quorum with fewer healthy servers than this the checks are ignored
 */
public record CheckChoice(
        Optional<Integer> port, ServerCheck.Request request, ServerCheck.Pace pace, OnFailure onFailure, int quorum) {
    /** The choice of these options; empty = no checks. */
    public static Optional<CheckChoice> of(ServiceOptions options) {
        return options.get(HealthOptions.KIND)
                .filter(kind -> kind != Kind.NONE)
                .map(kind -> new CheckChoice(
                        options.get(HealthOptions.PORT),
                        request(kind, options),
                        pace(options),
                        options.get(HealthOptions.ON_FAILURE).orElse(OnFailure.WEIGHT_ZERO),
                        options.get(HealthOptions.QUORUM).orElse(1)));
    }

    private static ServerCheck.Request request(Kind kind, ServiceOptions options) {
        if (!kind.isHttp()) {
            return ServerCheck.Request.TCP;
        }
        ServerCheck.Request request = ServerCheck.Request.get(kind);
        return request.withPath(options.get(HealthOptions.PATH_OF_REQUEST).orElse(request.path()))
                .withHost(options.get(HealthOptions.HOST_OF_REQUEST).orElse(request.host()))
                .withHealthy(options.get(HealthOptions.STATUS).orElse(request.healthy()));
    }

    private static ServerCheck.Pace pace(ServiceOptions options) {
        ServerCheck.Pace pace = ServerCheck.Pace.DEFAULT;
        return pace.withInterval(options.get(HealthOptions.INTERVAL).orElse(pace.interval()))
                .withTimeout(options.get(HealthOptions.TIMEOUT).orElse(pace.timeout()))
                .withRetryDelay(options.get(HealthOptions.RETRY_DELAY).orElse(pace.retryDelay()))
                .withFall(options.get(HealthOptions.FALL).orElse(pace.fall()))
                .withRise(options.get(HealthOptions.RISE).orElse(pace.rise()));
    }

    /** The check of an endpoint. @param ofEndpoint its port */
    public ServerCheck check(Ip address, int ofEndpoint) {
        return new ServerCheck(address, port.orElse(ofEndpoint), request, pace);
    }
}
