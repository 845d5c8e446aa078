package io.kubeipvs.core.apply;

import static io.kubeipvs.core.Given.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.core.Given;
import io.kubeipvs.core.kernel.Connection;
import io.kubeipvs.core.kernel.FakeKernel;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.IpvsOp;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.KernelReader;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VipOp;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.track.ChangeTracker;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Ip VIP = Ip.parse("10.96.0.1");
    private static final NodeView NODE = NodeView.of(NodeSpec.named("n1"), Set.of(Ip.parse("192.168.1.2")));
    private static final VirtualServer FOREIGN =
            new VirtualServer(new VirtualServer.Key(Ip.parse("192.0.2.1"), 6443, Protocol.TCP), "rr", 0, 0);

    private final FakeKernel kernel = new FakeKernel();

    @Test
    void givesTheOperationsThatARunMakesAndChangesNothing() {
        kernel.apply(List.of(new IpvsOp.AddVirtualServer(FOREIGN), new VipOp.BindVip(Ip.parse("10.96.0.200"))));
        Given[] services = IntStream.range(0, 700)
                .mapToObj(i -> service(
                        "web-" + i, Ip.v4((10 << 24 | 96 << 16) + 256 + i).toString()))
                .toArray(Given[]::new);
        KernelState before = kernel.observe();
        kernel.log().clear();
        Rehearsed rehearsed = Rehearsal.of(proxy(services), kernel, NOW);
        assertThat(kernel.log()).isEmpty();
        assertThat(kernel.observe()).isEqualTo(before);
        assertThat(rehearsed.operations()).isEqualTo(run(services));
        assertThat(rehearsed.unplanned().foreign()).containsExactly(FOREIGN.key());
        assertThat(rehearsed.operations()).contains(new VipOp.UnbindVip(Ip.parse("10.96.0.200")));
    }

    @Test
    void givesNothingToDoAfterTheRun() {
        Given web = service("web", VIP.toString());
        run(web);
        Rehearsed rehearsed = Rehearsal.of(proxy(web), kernel, NOW);
        assertThat(rehearsed.operations()).isEmpty();
        assertThat(rehearsed.adopted()).extracting(Frontend::key).containsExactly(key(VIP));
        assertThat(rehearsed.adoptedVips()).containsExactly(VIP);
        assertThat(rehearsed.unplanned().foreign()).isEmpty();
    }

    @Test
    void countsTheConnectionsThatWouldBeCut() {
        Given web = service("web", VIP.toString()).endpoints("10.36.0.1");
        Given dns = service("dns", "10.96.0.10").protocol(Protocol.UDP).endpoints("10.36.0.2");
        run(web, dns);
        RealServer old = new RealServer(new RealServer.Key(Ip.parse("10.36.9.9"), 8080), 1);
        VirtualServer.Key udp = new VirtualServer.Key(Ip.parse("10.96.0.10"), 80, Protocol.UDP);
        for (VirtualServer.Key key : List.of(key(VIP), udp)) {
            kernel.apply(List.of(new IpvsOp.AddRealServer(key, old)));
            kernel.connect(new Connection(key, old.key()));
        }
        Rehearsed rehearsed = Rehearsal.of(proxy(web, dns), kernel, NOW);
        assertThat(rehearsed.operations())
                .contains(
                        new IpvsOp.ChangeRealServer(key(VIP), old.quiet()), new IpvsOp.DropRealServer(udp, old.key()));
        assertThat(rehearsed.cutConnections()).isEqualTo(1); // those of TCP drain
    }

    @Test
    void namesTheObjectsThatDrainAlready() {
        run(service("web", VIP.toString()).endpoints("10.36.0.1"));
        KernelState served = kernel.observe();
        RealServer server = served.frontends()
                .get(key(VIP))
                .realServers()
                .values()
                .iterator()
                .next();
        kernel.connect(new Connection(key(VIP), server.key()));
        Rehearsed rehearsed = Rehearsal.of(proxy(), kernel, NOW);
        assertThat(rehearsed.unplanned().draining()).containsExactly(key(VIP));
        assertThat(rehearsed.unplanned().vips()).containsExactly(VIP);
        assertThat(rehearsed.unplanned().foreign()).isEmpty();
        assertThat(rehearsed.cutConnections()).isZero();
    }

    @Test
    void aKernelThatCannotBeReadIsAFailure() {
        KernelReader unreadable = (KernelReader) Proxy.newProxyInstance(
                KernelReader.class.getClassLoader(),
                new Class<?>[] {KernelReader.class},
                (reader, method, arguments) -> {
                    throw new KernelUnavailableException("this kernel has no IPVS", null);
                });
        assertThatThrownBy(() -> Rehearsal.of(proxy(), unreadable, NOW))
                .isInstanceOf(KernelUnavailableException.class)
                .hasMessage("this kernel has no IPVS");
    }

    private List<KernelOp> run(Given... services) {
        NodeProxy proxy = proxy(services);
        kernel.log().clear();
        boolean isUnfinished = true;
        while (isUnfinished) {
            proxy.takeChanged();
            isUnfinished = proxy.schedule(proxy.round(kernel, NOW), NOW);
        }
        return List.copyOf(kernel.log());
    }

    private static NodeProxy proxy(Given... services) {
        ChangeTracker tracker = new ChangeTracker(() -> {});
        NodeProxy proxy = new NodeProxy(tracker, Settings.DEFAULT, Duration.ofSeconds(30));
        proxy.changeNode(NODE);
        tracker.relistSlices(
                Stream.of(services).flatMap(one -> one.view().slices().stream()).toList());
        tracker.relistServices(Stream.of(services).map(Given::spec).toList());
        return proxy;
    }

    private static VirtualServer.Key key(Ip vip) {
        return new VirtualServer.Key(vip, 80, Protocol.TCP);
    }
}
