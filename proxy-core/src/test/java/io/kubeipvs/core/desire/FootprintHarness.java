package io.kubeipvs.core.desire;

import static io.kubeipvs.core.Given.service;

import io.kubeipvs.core.Given;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Settings;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The footprint of a Service on one node, as lines. */
abstract class FootprintHarness {
    static final String CLUSTER_IP = "10.20.30.41";
    static final NodeView NODE = node("100.101.102.103", "2001:db8::1:1");
    static final Settings RR = Settings.DEFAULT;

    /** One local, one remote. */
    static Given everywhere() {
        return service("web", CLUSTER_IP)
                .nodePort(30001)
                .externalIps("50.60.70.81")
                .loadBalancer("1.2.3.4")
                .endpoints("10.180.0.1@n1", "10.180.1.1@n2");
    }

    static NodeView node(String... addresses) {
        return NodeView.of(
                NodeSpec.named("n1"), Stream.of(addresses).map(Ip::parse).collect(Collectors.toSet()));
    }

    static Footprint footprint(Given service) {
        return OnlyService.footprint(service.view(), NODE, RR);
    }

    static List<String> lines(Footprint footprint) {
        return footprint.frontends().values().stream()
                .filter(frontend -> !frontend.key().isByMark())
                .map(frontend -> line(frontend.virtualServer(), frontend))
                .sorted()
                .toList();
    }

    /** The virtual servers of in-cluster clients. */
    static List<String> inCluster(Footprint footprint) {
        return footprint.admissions().entrySet().stream()
                .filter(admission -> admission.getValue().inClusterMark() != 0)
                .map(admission -> line(
                        footprint.frontends().get(admission.getKey()).virtualServer(),
                        footprint
                                .frontends()
                                .get(VirtualServer.Key.ofMark(
                                        Family.IPV4, admission.getValue().inClusterMark()))))
                .sorted()
                .toList();
    }

    static String line(VirtualServer server, Frontend frontend) {
        return server + " -> "
                + frontend.realServers().keySet().stream()
                        .sorted()
                        .map(RealServer.Key::toString)
                        .collect(Collectors.joining(" "));
    }

    /** The admissions without their marks. */
    static List<String> admissions(Footprint footprint) {
        return footprint.admissions().entrySet().stream()
                .map(admission ->
                        admission.getKey() + " " + admission.getValue().unmarked())
                .sorted()
                .toList();
    }

    static List<String> vips(Footprint footprint) {
        return footprint.vips().stream().map(Ip::toString).sorted().toList();
    }
}
