package io.kubeipvs.core.apply;

import io.kubeipvs.core.desire.NodeFilterConfigs;
import io.kubeipvs.core.kernel.FakeKernel;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Endpoint;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.model.SliceName;
import io.kubeipvs.core.model.SlicePort;
import io.kubeipvs.core.model.SliceSpec;
import io.kubeipvs.core.track.ServiceView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A reconciler on a kernel in memory. */
abstract class ReconcilerHarness {
    static final String NODE_FILTER =
            "node filter configuration " + NodeFilterConfigs.of(NodeView.UNKNOWN, Settings.DEFAULT) + "\n";
    static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    final FakeKernel kernel = new FakeKernel();
    final Reconciler reconciler = new Reconciler(Settings.DEFAULT);

    /** A time when every draining server may be counted that drains since {@link #NOW}. */
    static Instant later(int counts) {
        return NOW.plusSeconds(31L * counts);
    }

    static Settings excluding(String range) {
        return Settings.DEFAULT.with(settings -> settings.excludedRanges(List.of(Cidr.parse(range))));
    }

    static NodeView node(String... addresses) {
        return NodeView.of(
                NodeSpec.named("n1"), Stream.of(addresses).map(Ip::parse).collect(Collectors.toSet()));
    }

    static VirtualServer.Key key(String vip) {
        return new VirtualServer.Key(Ip.parse(vip), 80, Protocol.TCP);
    }

    static ServiceName name(int number) {
        return new ServiceName("default", "web-" + number);
    }

    static ServiceView view(int number, String... endpoints) {
        Ip vip = Ip.v4((10 << 24 | 96 << 16) + number);
        ServiceSpec service = ServiceSpec.named(name(number))
                .withClusterIps(List.of(vip))
                .withPorts(List.of(new ServicePort("", Protocol.TCP, 80)));
        SliceSpec slice = SliceSpec.named(new SliceName("default", "web-" + number + "-abc"), name(number))
                .withPorts(List.of(new SlicePort("", Protocol.TCP, 8080)))
                .withEndpoints(
                        Stream.of(endpoints).map(e -> Endpoint.at(Ip.parse(e))).toList());
        return ServiceView.named(name(number)).withService(Optional.of(service)).withSlices(List.of(slice));
    }
}
