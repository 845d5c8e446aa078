package io.kubeipvs.daemon.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.CapturedLog;
import io.kubeipvs.daemon.events.Report;
import io.kubeipvs.daemon.events.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How a user learns of what cannot be used: log, Event and count. */
class RejectedObjectsTest {
    private final List<Report> events = new ArrayList<>();
    private final RejectedObjects rejected = new RejectedObjects(events::add);

    @Test
    void refusedElementsAreLoggedCountedAndAnEventOfTheObjectOnce() {
        try (CapturedLog log = new CapturedLog()) {
            for (int i = 0; i < 3; i++) { // as with every relist
                rejected.refuse(
                        "Service", "shop/web", List.of("spec.externalIPs[0] 'x': no", "spec.ports[1].port 0: no"));
            }
            assertThat(log.lines("elements_refused"))
                    .singleElement()
                    .asString()
                    .contains(
                            "object=\"Service shop/web\" count=2 cause=\"spec.externalIPs[0] 'x': no; spec.ports[1].port"
                                    + " 0: no\"");
        }
        assertThat(rejected.refused("Service")).isEqualTo(2);
        assertThat(rejected.count("Service")).isZero();
        assertThat(events)
                .containsExactly(new Report(
                        new Subject("Service", "shop", "web"),
                        Report.Reason.ELEMENT_REFUSED,
                        "2 not used: spec.externalIPs[0] 'x': no; spec.ports[1].port 0: no"));
        rejected.clear("Service", "shop/web");
        assertThat(rejected.refused("Service")).isZero();
    }

    /** Java gives both names one hash, so 2^n names of n such pairs too. */
    @Test
    void namesWithOneHashInJavaDoNotShareOneHere() {
        assertThat("shop/c2").hasSameHashCodeAs("shop/ap");
        assertThat(new RejectedObjects.Id("Service", "shop/c2"))
                .doesNotHaveSameHashCodeAs(new RejectedObjects.Id("Service", "shop/ap"))
                .hasSameHashCodeAs(new RejectedObjects.Id("Service", "shop/c2"));
    }

    @Test
    void aRejectedObjectIsLoggedCountedAndAnEvent() {
        rejected.reject("EndpointSlice", "shop/web-x", "addressType 'IPv5': no");
        rejected.reject("ServiceCIDR", "more", "spec.cidrs[0] 'x': no");
        rejected.reject("Node", "n2", "spec 7: no");
        rejected.reject("manifest", "a.yaml", "no map");
        assertThat(rejected.count("EndpointSlice")).isEqualTo(1);
        assertThat(rejected.refused("EndpointSlice")).isZero();
        assertThat(events)
                .extracting(report -> report.about() + " " + report.reason())
                .containsExactly(
                        "EndpointSlice shop/web-x OBJECT_REJECTED",
                        "ServiceCIDR more OBJECT_REJECTED",
                        "Node n2 OBJECT_REJECTED");
    }

    @Test
    void anotherProblemOfTheSameObjectReplacesTheFirst() {
        rejected.refuse("Service", "shop/web", List.of("a"));
        rejected.reject("Service", "shop/web", "b");
        assertThat(rejected.count("Service")).isEqualTo(1);
        assertThat(rejected.refused("Service")).isZero();
        rejected.refuse("Service", "shop/web", List.of("a", "c"));
        assertThat(rejected.count("Service")).isZero();
        assertThat(rejected.refused("Service")).isEqualTo(2);
        assertThat(events).hasSize(3);
    }

    @Test
    void aThousandElementsAreOneShortLine() {
        rejected.refuse(
                "EndpointSlice",
                "shop/web-x",
                IntStream.range(0, 1000)
                        .mapToObj(i -> "endpoints[" + i + "]: no")
                        .toList());
        assertThat(events)
                .singleElement()
                .extracting(Report::note)
                .isEqualTo("1000 not used: endpoints[0]: no; endpoints[1]: no; endpoints[2]: no");
    }
}
