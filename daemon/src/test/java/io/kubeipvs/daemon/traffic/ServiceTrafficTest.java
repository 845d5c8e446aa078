package io.kubeipvs.daemon.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Given;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.track.ServiceView;
import io.kubeipvs.daemon.config.Config;
import io.kubeipvs.daemon.config.ServiceMetrics;
import io.kubeipvs.daemon.kernel.ipvs.IpvsListing.Traffic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Totals of Service ports follow the kernel's counters, never go back, and are bounded. */
class ServiceTrafficTest {
    private ServiceMetrics metrics = ServiceMetrics.DEFAULT.withEnabled(true);
    private List<ServiceView> services = List.of(view("web-1", "10.96.0.1"), view("web-2", "10.96.0.2"));
    private final Map<String, Traffic> kernel = new HashMap<>();
    private int readings;

    private final Map<String, Long> active = new HashMap<>();
    private final Set<String> asked = new TreeSet<>();
    private boolean isBroken;

    private final ServiceTraffic traffic =
            new ServiceTraffic(this::config, () -> services, () -> NodeView.UNKNOWN, new KernelTraffic() {
                @Override
                public Map<String, Traffic> totals() {
                    if (isBroken) {
                        throw new KernelUnavailableException(new Problem("EPERM", "run as root"), null);
                    }
                    readings++;
                    return Map.copyOf(kernel);
                }

                @Override
                public Map<String, Long> activeConnections(Set<String> names) {
                    asked.addAll(names);
                    Map<String, Long> found = new HashMap<>(active);
                    found.keySet().retainAll(names);
                    return found;
                }
            });

    private Config config() {
        return Config.DEFAULT.with(c -> c.serving(s -> s.withServices(m -> metrics)));
    }

    private static ServiceView view(String name, String address) {
        return Given.service(name, address).endpoints("10.36.0.1@n2").view();
    }

    private static Traffic counted(long connections) {
        return new Traffic(connections, connections * 3, connections * 2, connections * 300, connections * 200);
    }

    private void kernelHas(String address, long connections) {
        kernel.put("TCP " + address + ":80", counted(connections));
    }

    private Map<String, Traffic> read() {
        traffic.page();
        traffic.readIfWanted();
        Map<String, Traffic> byService = new TreeMap<>();
        traffic.page()
                .ports()
                .forEach((port, total) -> byService.put(port.service().name(), total));
        return byService;
    }

    @Test
    void aServiceHasTheTrafficOfItsVirtualServers() {
        kernelHas("10.96.0.1", 5);
        kernelHas("10.99.0.9", 77); // another program's
        assertThat(read())
                .containsEntry("web-1", counted(5))
                .containsEntry("web-2", counted(0))
                .hasSize(2);
        assertThat(traffic.page().ports().keySet()).allSatisfy(port -> {
            assertThat(port.protocol()).isEqualTo("TCP");
            assertThat(port.service().namespace()).isEqualTo("default");
        });
    }

    @Test
    void aVirtualServerThatIsMadeAgainAddsToTheTotal() {
        kernelHas("10.96.0.1", 5);
        read();
        kernelHas("10.96.0.1", 2);
        assertThat(read()).containsEntry("web-1", counted(7));
        kernelHas("10.96.0.1", 4);
        assertThat(read()).containsEntry("web-1", counted(9));
    }

    @Test
    void aDeletedServiceHasNoMetricsAndBeginsAgain() {
        kernelHas("10.96.0.1", 5);
        read();
        services = List.of();
        kernel.clear();
        assertThat(read()).isEmpty();
        services = List.of(view("web-1", "10.96.0.1"));
        kernelHas("10.96.0.1", 1);
        assertThat(read()).containsEntry("web-1", counted(1));
    }

    @Test
    void beyondTheLimitTheBusiestHaveMetricsAndTheOthersAreCounted() {
        metrics = metrics.withLimit(1);
        kernelHas("10.96.0.1", 5);
        kernelHas("10.96.0.2", 6);
        assertThat(read()).containsOnlyKeys("web-2");
        assertThat(traffic.page().omitted()).isEqualTo(1);
        kernelHas("10.96.0.1", 8);
        assertThat(read()).containsOnlyKeys("web-1").containsEntry("web-1", counted(8));
    }

    @Test
    void onlyServicesOfTheChosenNamespacesHaveMetrics() {
        metrics = metrics.withNamespaces(Set.of("other"));
        assertThat(read()).isEmpty();
        metrics = metrics.withNamespaces(Set.of("other", "default"));
        assertThat(read()).hasSize(2);
    }

    @Test
    void theKernelIsReadOnlyIfAClientReadsTheMetrics() {
        traffic.readIfWanted();
        traffic.readIfWanted();
        assertThat(readings).isEqualTo(1);
        read();
        assertThat(readings).isEqualTo(2);
        metrics = ServiceMetrics.DEFAULT;
        assertThat(read()).isEmpty();
        assertThat(readings).isEqualTo(2);
    }

    @Test
    void theLastReadingStaysWhileTheKernelCannotBeRead() {
        kernelHas("10.96.0.1", 5);
        read();
        TrafficPage first = traffic.page();
        isBroken = true;
        read();
        assertThat(traffic.page()).isEqualTo(first);
        assertThat(first.ports()).hasSize(2);
    }

    @Test
    void onlyTheRealServersOfPortsOnThePageAreRead() {
        metrics = metrics.withLimit(1);
        kernelHas("10.96.0.1", 5);
        kernelHas("10.96.0.2", 6);
        active.putAll(Map.of("TCP 10.96.0.1:80", 3L, "TCP 10.96.0.2:80", 4L));
        read();
        assertThat(asked).containsExactly("TCP 10.96.0.2:80");
        assertThat(traffic.page().active()).hasSize(1).containsValue(4L);
    }
}
