package io.kubeipvs.daemon.health;

import com.sun.net.httpserver.HttpServer;
import io.kubeipvs.core.desire.HealthCheck;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.ServiceName;
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
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * One HTTP server for each health check on each of the node's addresses: a wildcard would answer on VIPs too. For one
 * thread; requests are answered on others.
 */
final class HealthCheckServers {
    /** Where a server listens, and for whom. */
    private record Place(Ip address, int port, ServiceName service) {}

    /**
     * A server that could not be opened.
     *
     * @param check whose it is
     * @param address where it was to listen
     * @param cause why it does not, in the system's words
     */
    record Failure(HealthCheck check, Ip address, String cause) {}

    private final Map<Place, HttpServer> open = new HashMap<>();
    private final Map<ServiceName, HealthCheck> answers = new ConcurrentHashMap<>();
    private final BooleanSupplier healthy;
    private final Executor requests;

    /** @param requests runs the answers */
    HealthCheckServers(BooleanSupplier healthy, Executor requests) {
        this.healthy = healthy;
        this.requests = requests;
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
        open.entrySet().removeIf(server -> {
            if (!wanted.contains(server.getKey())) {
                server.getValue().stop(0);
                return true;
            }
            return false;
        });
    }

    private HttpServer listen(Place place) throws IOException {
        InetAddress address = InetAddress.getByName(place.address().toString()); // digits: no name is looked up
        HttpServer server = HttpServer.create(new InetSocketAddress(address, place.port()), 0);
        Family family = place.address().family();
        server.createContext(
                "/", new HealthAnswer(place.service(), () -> localEndpoints(place.service(), family), healthy));
        server.setExecutor(requests);
        server.start();
        return server;
    }

    private int localEndpoints(ServiceName service, Family family) {
        HealthCheck check = answers.get(service);
        return check == null ? 0 : check.localEndpoints().getOrDefault(family, 0);
    }

    void close() {
        closeAllBut(Set.of());
    }
}
