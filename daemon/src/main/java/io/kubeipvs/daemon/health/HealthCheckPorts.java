package io.kubeipvs.daemon.health;

import io.kubeipvs.core.desire.HealthCheck;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.daemon.http.HttpPort;
import io.kubeipvs.daemon.http.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * One port for each health check on each of the node's addresses: a wildcard would answer on VIPs too. For one thread;
 * requests are answered by the server's.
 */
final class HealthCheckPorts {
    /** Where to listen, and for whom. */
    private record Place(Ip address, int port, ServiceName service) {}

    /**
     * A port that could not be opened.
     *
     * @param check whose it is
     * @param address where it was to listen
     * @param cause why it does not, in the system's words
     */
    record Failure(HealthCheck check, Ip address, String cause) {}

    private final Map<Place, HttpPort> open = new HashMap<>();
    private final Map<ServiceName, HealthCheck> answers = new ConcurrentHashMap<>();
    private final BooleanSupplier healthy;
    private final HttpServer server;

    HealthCheckPorts(HttpServer server, BooleanSupplier healthy) {
        this.server = server;
        this.healthy = healthy;
    }

    /** Opens what is missing, closes what is no longer wanted; returns what could not be opened. */
    List<Failure> update(Collection<HealthCheck> checks, Set<Ip> addresses) {
        Map<Place, HealthCheck> wanted = new HashMap<>();
        for (HealthCheck check : checks) {
            answers.put(check.service(), check);
            addresses.stream()
                    .filter(address -> check.localEndpoints().containsKey(address.family()))
                    .forEach(address -> wanted.put(new Place(address, check.port(), check.service()), check));
        }
        closeAllBut(wanted.keySet());
        answers.keySet().retainAll(checks.stream().map(HealthCheck::service).toList());
        List<Failure> failures = new ArrayList<>();
        wanted.forEach((place, check) -> {
            try {
                if (!open.containsKey(place)) {
                    open.put(place, listen(place));
                }
            } catch (IOException e) {
                failures.add(new Failure(check, place.address(), e.getMessage()));
            }
        });
        return failures;
    }

    private void closeAllBut(Set<Place> wanted) {
        open.entrySet().removeIf(port -> {
            if (!wanted.contains(port.getKey())) {
                port.getValue().close();
                return true;
            }
            return false;
        });
    }

    private HttpPort listen(Place place) throws IOException {
        InetAddress address = InetAddress.getByName(place.address().toString()); // digits: no name is looked up
        Family family = place.address().family();
        return server.listen(
                new InetSocketAddress(address, place.port()),
                new HealthAnswer(place.service(), () -> localEndpoints(place.service(), family), healthy));
    }

    private int localEndpoints(ServiceName service, Family family) {
        HealthCheck check = answers.get(service);
        return check == null ? 0 : check.localEndpoints().getOrDefault(family, 0);
    }

    void close() {
        closeAllBut(Set.of());
    }
}
