package io.kubeipvs.daemon.k8s.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EndpointAddressBuilder;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.kubeipvs.core.model.Conditions;
import io.kubeipvs.core.model.Endpoint;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.SlicePort;
import io.kubeipvs.core.model.SliceSpec;
import io.kubeipvs.daemon.k8s.Json;
import io.kubeipvs.daemon.k8s.Refusals;
import io.kubeipvs.daemon.k8s.UnusableObjectException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EndpointsReaderTest {
    private static EndpointsBuilder mysql(String... addresses) {
        return new EndpointsBuilder()
                .withNewMetadata()
                .withName("mysql")
                .endMetadata()
                .addNewSubset()
                .withAddresses(Stream.of(addresses)
                        .map(ip -> new EndpointAddressBuilder().withIp(ip).build())
                        .toList())
                .addNewNotReadyAddress()
                .withIp("10.15.9.212")
                .endNotReadyAddress()
                .addNewPort()
                .withPort(3306)
                .endPort()
                .addNewPort()
                .withName("x")
                .withPort(33060)
                .withProtocol("UDP")
                .endPort()
                .endSubset();
    }

    private final Refusals refused = new Refusals();

    private List<SliceSpec> read(Endpoints endpoints) throws UnusableObjectException {
        return EndpointsReader.read(Json.of(endpoints), refused);
    }

    @Test
    void aSubsetIsOneSliceAFamily() throws Exception {
        List<SliceSpec> slices = read(mysql("10.15.9.211", "fd00::1").build());
        assertThat(slices).extracting(SliceSpec::service).containsOnly(new ServiceName("default", "mysql"));
        assertThat(slices)
                .extracting(SliceSpec::ports)
                .containsOnly(List.of(new SlicePort("", Protocol.TCP, 3306), new SlicePort("x", Protocol.UDP, 33060)));
        assertThat(slices)
                .extracting(SliceSpec::endpoints)
                .containsExactly(
                        List.of(
                                Endpoint.at(Ip.parse("10.15.9.211")),
                                Endpoint.at(Ip.parse("10.15.9.212")).withConditions(Conditions.ofReady(false))),
                        List.of(Endpoint.at(Ip.parse("fd00::1"))));
        assertThat(slices).extracting(SliceSpec::name).doesNotHaveDuplicates();
    }

    @Test
    void aBackendKeepsItsNode() throws Exception {
        assertThat(read(mysql("10.15.9.211")
                                .editSubset(0)
                                .editAddress(0)
                                .withNodeName("n1")
                                .endAddress()
                                .endSubset()
                                .build())
                        .get(0)
                        .endpoints())
                .extracting(Endpoint::nodeName)
                .containsExactly("n1", "");
    }

    @Test
    void subsetsStayApart() throws Exception {
        List<SliceSpec> slices = read(mysql("10.15.9.211")
                .addNewSubset()
                .addNewAddress()
                .withIp("10.15.9.213")
                .endAddress()
                .addNewPort()
                .withPort(3307)
                .endPort()
                .endSubset()
                .build());
        assertThat(slices.stream().flatMap(ManifestHarness::endpoints))
                .contains(":10.15.9.211:3306/TCP", ":10.15.9.213:3307/TCP")
                .doesNotContain(":10.15.9.211:3307/TCP", ":10.15.9.213:3306/TCP");
        assertThat(slices).extracting(SliceSpec::name).doesNotHaveDuplicates();
    }

    @Test
    void anObjectThatIsNotToBeMirroredIsNotRead() throws Exception {
        assertThat(read(mysql("10.15.9.211")
                        .editMetadata()
                        .addToLabels(EndpointsReader.SKIP_MIRROR_LABEL, "true")
                        .endMetadata()
                        .build()))
                .isEmpty();
        assertThat(read(mysql("10.15.9.211")
                        .editMetadata()
                        .addToAnnotations(EndpointsReader.LEADER_ANNOTATION, "{}")
                        .endMetadata()
                        .build()))
                .isEmpty();
        assertThat(read(mysql("10.15.9.211")
                        .editMetadata()
                        .addToLabels(EndpointsReader.SKIP_MIRROR_LABEL, "false")
                        .endMetadata()
                        .build()))
                .isNotEmpty();
    }

    @Test
    void whatIsImpossibleIsRefusedAndTheRestIsRead() throws Exception {
        List<SliceSpec> slices =
                read(mysql("10.15.9.211", "db.example", "169.254.1.1", null).build());
        assertThat(slices)
                .flatExtracting(SliceSpec::endpoints)
                .extracting(endpoint -> endpoint.address().toString())
                .containsExactly("10.15.9.211", "10.15.9.212");
        assertThat(refused.problems())
                .containsExactly(
                        "subsets[0].addresses[1].ip 'db.example': must be an IPv4 or IPv6 address",
                        "subsets[0].addresses[2].ip 169.254.1.1: is a link-local address; a unicast address is needed",
                        "subsets[0].addresses[3].ip null: must be an IPv4 or IPv6 address");
    }

    @Test
    void anImpossiblePortIsRefusedAlone() throws Exception {
        List<SliceSpec> slices = read(mysql("10.15.9.211")
                .editSubset(0)
                .editPort(1)
                .withPort(0)
                .endPort()
                .endSubset()
                .build());
        assertThat(slices)
                .singleElement()
                .satisfies(slice -> assertThat(slice.ports()).hasSize(1));
        assertThat(refused.problems()).containsExactly("subsets[0].ports[1].port 0: must be in 1-65535");
    }
}
