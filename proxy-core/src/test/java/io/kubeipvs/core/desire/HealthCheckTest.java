package io.kubeipvs.core.desire;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Backend;
import io.kubeipvs.core.model.ExternalAccess;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.SliceName;
import io.kubeipvs.core.model.SlicePort;
import io.kubeipvs.core.model.SliceSpec;
import io.kubeipvs.core.model.TrafficPolicy;
import io.kubeipvs.core.track.ServiceView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HealthCheckTest {
    private static final ServiceName WEB = new ServiceName("default", "web");
    private static final NodeView NODE = NodeView.of(NodeSpec.named("n1"), Set.of());
    private static final TrafficPolicy LOCAL = TrafficPolicy.CLUSTER.withExternalLocal(true);

    @Test
    void countsReadyEndpointsOfThisNodeOnceForAllPorts() {
        assertThat(check(
                        List.of("10.96.0.1"),
                        slice("http", "10.36.0.1@n1", "10.36.0.2@n1", "10.37.0.1@n2"),
                        slice("dns", "10.36.0.1@n1", "10.36.0.3@n1")))
                .contains(new HealthCheck(WEB, 32000, Map.of(Family.IPV4, 3)));
    }

    @Test
    void thoseThatAreNotReadyOrEndDoNotCount() {
        assertThat(check(
                        List.of("10.96.0.1"),
                        slice("http", "10.36.0.1@n1+!ready", "10.36.0.2@n1+!ready+terminating", "10.36.0.3@n1")))
                .contains(new HealthCheck(WEB, 32000, Map.of(Family.IPV4, 1)));
    }

    @Test
    void portsThatTheServiceDoesNotHaveDoNotCount() {
        assertThat(check(List.of("10.96.0.1"), slice("metrics", "10.36.0.1@n1")))
                .contains(new HealthCheck(WEB, 32000, Map.of(Family.IPV4, 0)));
    }

    @Test
    void eachFamilyOfTheServiceHasItsOwnCount() {
        assertThat(check(List.of("10.96.0.1", "fd00::1"), slice("http", "10.36.0.1@n1"), slice("http", "fd00:1::1@n2")))
                .contains(new HealthCheck(WEB, 32000, Map.of(Family.IPV4, 1, Family.IPV6, 0)));
        assertThat(check(List.of("fd00::1"), slice("http", "10.36.0.1@n1"), slice("http", "fd00:1::1@n1")))
                .contains(new HealthCheck(WEB, 32000, Map.of(Family.IPV6, 1)));
    }

    @Test
    void withoutPortOrPolicyOrServiceThereIsNone() {
        assertThat(HealthCheck.of(view(0, LOCAL, List.of("10.96.0.1")), NODE)).isEmpty();
        assertThat(HealthCheck.of(view(32000, TrafficPolicy.CLUSTER, List.of("10.96.0.1")), NODE))
                .isEmpty();
        assertThat(HealthCheck.of(ServiceView.named(WEB), NODE)).isEmpty();
    }

    private static Optional<HealthCheck> check(List<String> clusterIps, SliceSpec... slices) {
        return HealthCheck.of(view(32000, LOCAL, clusterIps, slices), NODE);
    }

    private static ServiceView view(int port, TrafficPolicy policy, List<String> clusterIps, SliceSpec... slices) {
        ServiceSpec service = ServiceSpec.named(WEB)
                .withClusterIps(clusterIps.stream().map(Ip::parse).toList())
                .withPorts(List.of(new ServicePort("http", Protocol.TCP, 80), new ServicePort("dns", Protocol.UDP, 53)))
                .withExternal(ExternalAccess.NONE.withHealthCheckNodePort(port))
                .withPolicy(policy);
        return ServiceView.named(WEB).withService(Optional.of(service)).withSlices(List.of(slices));
    }

    private static SliceSpec slice(String port, String... endpoints) {
        return SliceSpec.named(new SliceName("default", port + endpoints[0]), WEB)
                .withPorts(List.of(new SlicePort(port, port.equals("dns") ? Protocol.UDP : Protocol.TCP, 8080)))
                .withEndpoints(Stream.of(endpoints).map(Backend::of).toList());
    }
}
