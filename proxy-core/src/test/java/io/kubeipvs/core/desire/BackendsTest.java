package io.kubeipvs.core.desire;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Backend;
import io.kubeipvs.core.model.Endpoint;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.model.SliceName;
import io.kubeipvs.core.model.SlicePort;
import io.kubeipvs.core.model.SliceSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The endpoints of several slices together: the rows of kube-proxy's tests of its slice cache. */
class BackendsTest {
    private static final ServicePort HTTP = new ServicePort("http", Protocol.TCP, 80);

    @ParameterizedTest(name = "{3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.1 10.0.0.2                 | 10.0.0.3                 | 10.0.0.1 10.0.0.2 10.0.0.3  | union",
                "10.0.0.1 10.0.0.2                 | 10.0.0.2 10.0.0.3        | 10.0.0.1 10.0.0.2 10.0.0.3  | overlap",
                "10.0.0.1+!ready 10.0.0.2          | 10.0.0.1 10.0.0.2+!ready | 10.0.0.1 10.0.0.2           | the ready copy",
                "10.0.0.1+!ready                   | 10.0.0.1+!ready          | 10.0.0.1+!ready             | all unready: kept so",
                "10.0.0.1+!ready+terminating       | 10.0.0.1                 | 10.0.0.1                    | the one that stays",
                "10.0.0.1+!ready+terminating       | 10.0.0.1+!ready+terminating | 10.0.0.1+!ready+terminating | both end",
                "10.0.0.1+!ready+terminating       | 10.0.0.1+!ready          | 10.0.0.1+!ready             | staying beats serving",
                "10.0.0.1+!ready+!serving+terminating | 10.0.0.1+!ready+terminating | 10.0.0.1+!ready+terminating | the serving one",
                "10.0.0.1+!ready+terminating 10.0.0.1 | 10.0.0.1+!ready+!serving+terminating | 10.0.0.1     | three copies",
                "10.0.0.1@n1+zone=a                | 10.0.0.1@n1+zone=b       | 10.0.0.1@n1+zone=a          | of equals the first slice's",
                "10.0.0.1                          | ''                       | 10.0.0.1                    | an empty slice",
            })
    void eachAddressAndPortCountsOnce(String first, String second, String expected, String shows) {
        List<SliceSpec> slices = new ArrayList<>(List.of(slice("a", 8080, first), slice("b", 8080, second)));
        List<Endpoint> wanted = endpoints(expected);
        assertThat(new Backends(slices).of(HTTP, Family.IPV4).values()).containsExactlyInAnyOrderElementsOf(wanted);
        Collections.reverse(slices);
        assertThat(new Backends(slices).of(HTTP, Family.IPV4).values())
                .as("in the other order")
                .containsExactlyInAnyOrderElementsOf(wanted);
    }

    @Test
    void oneAddressWithTwoPortsIsTwoBackends() {
        List<SliceSpec> slices = List.of(slice("a", 80, "10.0.0.1 10.0.0.2"), slice("b", 8080, "10.0.0.1 10.0.0.2"));
        assertThat(new Backends(slices).of(HTTP, Family.IPV4).keySet())
                .extracting(Object::toString)
                .containsExactlyInAnyOrder("10.0.0.1:80", "10.0.0.2:80", "10.0.0.1:8080", "10.0.0.2:8080");
    }

    @Test
    void familyNameAndProtocolDistinguishThem() {
        List<SliceSpec> slices = List.of(slice("a", 80, "10.0.0.1"), slice("b", 80, "fd00::1"));
        assertThat(new Backends(slices).of(HTTP, Family.IPV6)).hasSize(1);
        assertThat(new Backends(slices).of(new ServicePort("http", Protocol.UDP, 80), Family.IPV4))
                .isEmpty();
        assertThat(new Backends(slices).of(new ServicePort("", Protocol.TCP, 80), Family.IPV4))
                .isEmpty();
    }

    private static SliceSpec slice(String name, int port, String endpoints) {
        return SliceSpec.named(new SliceName("default", name), new ServiceName("default", "web"))
                .withPorts(List.of(new SlicePort("http", Protocol.TCP, port)))
                .withEndpoints(endpoints(endpoints));
    }

    private static List<Endpoint> endpoints(String text) {
        return Stream.of(text.split(" "))
                .filter(word -> !word.isEmpty())
                .map(Backend::of)
                .toList();
    }
}
