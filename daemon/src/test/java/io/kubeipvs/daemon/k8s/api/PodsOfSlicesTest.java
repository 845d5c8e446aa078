package io.kubeipvs.daemon.k8s.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.daemon.k8s.PodAddresses;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The addresses of a pod, as EndpointSlices of an API server have them. */
class PodsOfSlicesTest {
    private StandInApiServer server;
    private ApiServer connected;
    private PodAddresses pods;

    @BeforeEach
    void open() throws Exception {
        server = new StandInApiServer();
        Config config = Config.empty();
        config.setMasterUrl(server.url());
        connected = ApiServer.over(ApiClients.open(config, "0"), ApiTimings.DEFAULT);
        pods = new PodsOfSlices(connected);
    }

    @AfterEach
    void close() throws IOException {
        connected.close();
        server.close();
    }

    @Test
    void aPodHasTheAddressOfEachFamily() throws Exception {
        server.put("endpointslices", slice("web-v4", "IPv4", "Pod", "10.36.0.3", "10.36.0.4"));
        server.put("endpointslices", slice("web-v6", "IPv6", "Pod", "fd00:36::3"));
        assertThat(pods.of("default", "pod-0")).containsExactly(Ip.parse("10.36.0.3"), Ip.parse("fd00:36::3"));
        assertThat(pods.of("default", "pod-1")).containsExactly(Ip.parse("10.36.0.4"));
        assertThat(server.requests("/namespaces/default/endpointslices?resourceVersion=0"))
                .hasSize(2);
    }

    @Test
    void anotherKindOfTargetIsNoPod() throws Exception {
        server.put("endpointslices", slice("web", "IPv4", "Node", "10.36.0.3"));
        assertThat(pods.of("default", "pod-0")).isEmpty();
    }

    @Test
    void anAddressThatCannotBeReadHidesNoOther() throws Exception {
        server.put("endpointslices", slice("odd", "IPv4", "Pod", "10.36.0.300"));
        server.put("endpointslices", slice("web", "IPv4", "Pod", "10.36.0.3"));
        assertThat(pods.of("default", "pod-0")).containsExactly(Ip.parse("10.36.0.3"));
    }

    @Test
    void aRefusalOfTheServerIsAnError() {
        server.refuse("list endpointslices", 403);
        assertThatThrownBy(() -> pods.of("default", "pod-0"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("403");
    }

    /** Endpoints of the targets NAME-0, NAME-1 and so on. */
    private static EndpointSlice slice(String name, String family, String kind, String... addresses) {
        EndpointSliceBuilder slice = new EndpointSliceBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .endMetadata()
                .withAddressType(family);
        for (int i = 0; i < addresses.length; i++) {
            slice.addToEndpoints(new EndpointBuilder()
                    .addToAddresses(addresses[i])
                    .withNewTargetRef()
                    .withKind(kind)
                    .withName("pod-" + i)
                    .endTargetRef()
                    .build());
        }
        return slice.build();
    }
}
