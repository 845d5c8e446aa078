package io.kubeipvs.core.desire;

import io.kubeipvs.core.kernel.FailedServers;
import io.kubeipvs.core.kernel.FailedServers.Effect;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.model.Endpoint;
import io.kubeipvs.core.model.HealthOptions;
import io.kubeipvs.core.model.HealthOptions.OnFailure;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.options.ServiceOption;
import io.kubeipvs.core.options.ServiceOptions;
import io.kubeipvs.core.servercheck.CheckChoice;
import io.kubeipvs.core.servercheck.ServerCheck;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The health checks of one Service: which of its endpoints are checked, and what follows from failed checks. Only ready
 * endpoints are checked. Too few healthy servers are as good as none: then the checks are ignored.
 */
final class ServerHealth {
    /** So many refused endpoints are named. */
    private static final int NAMED = 3;

    private final ServiceOptions options;
    private final Optional<CheckChoice> choice;
    private final Map<ServerCheck, String> failedChecks;
    private final CheckTargets targets;
    private final Set<ServerCheck> checks = new HashSet<>();
    private final Map<Ip, String> refused = new TreeMap<>();
    private final Set<String> uncheckedPorts = new TreeSet<>();

    /** @param failedChecks those that failed, and why */
    ServerHealth(ServiceSpec service, Map<ServerCheck, String> failedChecks, CheckTargets targets) {
        this.options = service.options();
        this.choice = CheckChoice.of(options);
        this.failedChecks = failedChecks;
        this.targets = targets;
    }

    /** The endpoints of this port that failed their check, and why. All its endpoints that can be checked are wanted to be. */
    Map<RealServer.Key, String> failed(ServicePort port, Map<RealServer.Key, Endpoint> endpoints) {
        if (choice.isEmpty()) {
            return Map.of();
        }
        if (port.protocol() != Protocol.TCP && choice.get().port().isEmpty()) {
            uncheckedPorts.add(port.protocol() + " " + port.port());
            return Map.of();
        }
        Map<RealServer.Key, String> failed = new HashMap<>();
        endpoints.forEach((key, endpoint) -> check(key, endpoint).ifPresent(check -> {
            checks.add(check);
            if (failedChecks.containsKey(check)) {
                failed.put(key, failedChecks.get(check));
            }
        }));
        return failed;
    }

    private Optional<ServerCheck> check(RealServer.Key key, Endpoint endpoint) {
        if (!endpoint.conditions().ready()) {
            return Optional.empty();
        }
        Optional<String> refusal = targets.refusal(endpoint);
        refusal.ifPresent(cause -> refused.put(key.address(), cause));
        return refusal.isEmpty() ? choice.map(one -> one.check(key.address(), key.port())) : Optional.empty();
    }

    /** The servers that are in force of these selected ones. @param failed those of their port that failed */
    Servers inForce(Map<RealServer.Key, RealServer> selected, Map<RealServer.Key, String> failed) {
        Map<RealServer.Key, String> causes = new HashMap<>(failed);
        causes.keySet().retainAll(selected.keySet());
        if (causes.isEmpty()) {
            return new Servers(selected, FailedServers.NONE);
        }
        CheckChoice chosen = choice.orElseThrow();
        long healthy = selected.values().stream()
                .filter(server -> !server.isQuiet() && !causes.containsKey(server.key()))
                .count();
        if (healthy < chosen.quorum()) {
            return new Servers(selected, new FailedServers(causes, Effect.IGNORED));
        }
        boolean isRemoved = chosen.onFailure() == OnFailure.REMOVE;
        Map<RealServer.Key, RealServer> inForce = new HashMap<>(selected);
        if (isRemoved) {
            inForce.keySet().removeAll(causes.keySet());
        } else {
            inForce.replaceAll((key, server) -> causes.containsKey(key) ? server.quiet() : server);
        }
        return new Servers(inForce, new FailedServers(causes, isRemoved ? Effect.REMOVED : Effect.WEIGHT_ZERO));
    }

    /** The checks that the Service wants. */
    Set<ServerCheck> checks() {
        return checks;
    }

    /** The options for checks that have no effect, and why. */
    List<IgnoredOption> ignored() {
        List<IgnoredOption> ignored = new ArrayList<>();
        for (ServiceOption<?> part : HealthOptions.PARTS) {
            if (options.get(part).isPresent()) {
                withoutEffect(part).ifPresent(cause -> ignored.add(new IgnoredOption(part, cause)));
            }
        }
        if (!uncheckedPorts.isEmpty()) {
            ignored.add(new IgnoredOption(
                    HealthOptions.KIND,
                    " on " + String.join(", ", uncheckedPorts),
                    "only TCP ports are checked; choose one with " + HealthOptions.PORT.annotation()));
        }
        if (!refused.isEmpty()) {
            ignored.add(new IgnoredOption(HealthOptions.KIND, scope(), "served unchecked (" + named() + ")"));
        }
        return ignored;
    }

    private Optional<String> withoutEffect(ServiceOption<?> part) {
        if (choice.isEmpty()) {
            return Optional.of("the Service has no " + HealthOptions.KIND.annotation());
        }
        boolean isOfRequest = part == HealthOptions.PATH_OF_REQUEST
                || part == HealthOptions.HOST_OF_REQUEST
                || part == HealthOptions.STATUS;
        return isOfRequest && !choice.get().request().kind().isHttp()
                ? Optional.of("a TCP check has no request; choose http or https")
                : Optional.empty();
    }

    private String scope() {
        return refused.size() == 1 ? " on one endpoint" : " on " + refused.size() + " endpoints";
    }

    private String named() {
        String some = refused.entrySet().stream()
                .limit(NAMED)
                .map(one -> one.getKey() + ": " + one.getValue())
                .collect(Collectors.joining("; "));
        return some + (refused.size() > NAMED ? "; ..." : "");
    }
}
