package io.kubeipvs.core.desire;

import static io.kubeipvs.core.Given.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Given;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.NodeView;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The cases of kube-proxy's own test of the metric. */
class LocalGapTest {
    private static final LocalGap INTERNAL = new LocalGap(Family.IPV4, false);
    private static final LocalGap EXTERNAL = new LocalGap(Family.IPV4, true);

    @Test
    void eachPolicyWithoutLocalEndpointsIsOne() {
        assertThat(gaps(web("10.36.0.1@n2").internalLocal())).containsExactly(INTERNAL);
        assertThat(gaps(web("10.36.0.1@n2").externalLocal())).containsExactly(EXTERNAL);
        assertThat(gaps(web("10.36.0.1@n2").internalLocal().externalLocal()))
                .containsExactlyInAnyOrder(INTERNAL, EXTERNAL);
    }

    @Test
    void noneWithALocalEndpointOrWithNoEndpointAtAllOrWithoutPolicy() {
        assertThat(gaps(web("10.36.0.1@n1", "10.36.0.2@n2").internalLocal().externalLocal()))
                .isEmpty();
        assertThat(gaps(web().internalLocal().externalLocal())).isEmpty();
        assertThat(gaps(web("10.36.0.1@n2"))).isEmpty();
    }

    @Test
    void eachFamilyByItself() {
        Given both = service("web", "10.96.0.1", "fd00::1")
                .nodePort(30001)
                .internalLocal()
                .endpoints("10.36.0.1@n1")
                .endpoints("fd00:1::1@n2");
        assertThat(gaps(both)).containsExactly(new LocalGap(Family.IPV6, false));
    }

    private static Given web(String... endpoints) {
        return service("web", "10.96.0.1").nodePort(30001).endpoints(endpoints);
    }

    private static Set<LocalGap> gaps(Given service) {
        return LocalGap.of(service.view(), NodeView.of(NodeSpec.named("n1"), Set.of()));
    }
}
