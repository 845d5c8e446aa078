package io.kubeipvs.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The rules that every implementation of {@link Kernel} obeys. The fake kernel and the real one pass the same tests.
 */
public abstract class KernelContract {
    private static final VirtualServer WEB = virtualServer("10.96.0.1", 80, Protocol.TCP, "rr");
    private static final VirtualServer DNS6 = virtualServer("fd00:10:96::a", 53, Protocol.UDP, "lc");
    private static final RealServer POD_1 = realServer("10.36.0.1", 8080, 1);
    private static final RealServer POD_2 = realServer("10.36.0.2", 8080, 1);
    private static final RealServer POD6 = realServer("fd00:10:36::1", 5353, 1);
    private static final Ip VIP = Ip.parse("10.96.0.1");
    private static final Ip VIP6 = Ip.parse("fd00:10:96::a");
    private static final int MARK = Mark.of(Protocol.TCP, "default/web:http");
    private static final Set<Cidr> RANGES = Set.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("192.0.2.1/32"));
    private static final NodeFilterConfig CONFIG =
            NodeFilterConfig.of(config -> config.pods(Set.of(Cidr.parse("10.36.0.0/16"), Cidr.parse("fd00:10:36::/48")))
                    .podLinks(Set.of("cali*", "cbr0"))
                    .kept(Set.of(Cidr.parse("0.0.0.0/0"), Cidr.parse("::/0")))
                    .keptLinks(Set.of("cali*"))
                    .serviceRanges(Set.of(Cidr.parse("10.96.0.0/12"), Cidr.parse("fd00:10:96::/112")))
                    .sources(Set.of(
                            new NodeFilterConfig.Source("eth0", Ip.parse("192.168.1.2")),
                            new NodeFilterConfig.Source("eth0", Ip.parse("fd00::2"))))
                    .nodeAddresses(Set.of(Ip.parse("192.168.1.2"), Ip.parse("fd00::2"))));

    /** A kernel that is prepared and has nothing in it. */
    protected abstract Kernel emptyKernel();

    @Test
    void holdsNothingAtFirst() {
        assertThat(emptyKernel().observe()).isEqualTo(KernelState.of(List.of(), List.of()));
    }

    @Test
    void preparingAgainChangesNothing() {
        Kernel kernel = emptyKernel();
        assertApplied(kernel, add(WEB), new VipOp.BindVip(VIP));
        KernelState before = kernel.observe();
        assertThat(kernel.prepare()).isEqualTo(Preparation.CLEAN);
        assertThat(kernel.observe()).isEqualTo(before);
    }

    @Test
    void holdsWhatWasPutInBothFamilies() {
        Kernel kernel = emptyKernel();
        assertApplied(kernel, add(WEB), add(DNS6));
        assertApplied(kernel, add(WEB, POD_1), add(WEB, POD_2), add(DNS6, POD6));
        assertApplied(kernel, new VipOp.BindVip(VIP), new VipOp.BindVip(VIP6));
        assertThat(kernel.observe())
                .isEqualTo(KernelState.of(
                        List.of(Frontend.of(WEB, List.of(POD_1, POD_2)), Frontend.of(DNS6, List.of(POD6))),
                        List.of(VIP, VIP6)));
    }

    @Test
    void distinguishesProtocolsOnOnePort() {
        Kernel kernel = emptyKernel();
        VirtualServer tcp = virtualServer("10.96.0.10", 53, Protocol.TCP, "rr");
        VirtualServer udp = virtualServer("10.96.0.10", 53, Protocol.UDP, "rr");
        VirtualServer sctp = virtualServer("10.96.0.10", 53, Protocol.SCTP, "rr");
        assertApplied(kernel, add(tcp), add(udp), add(sctp));
        assertApplied(kernel, new IpvsOp.DropVirtualServer(udp.key()));
        assertThat(kernel.observe().frontends().keySet()).containsExactlyInAnyOrder(tcp.key(), sctp.key());
    }

    @Test
    void changesSchedulerFlagsAndTimeoutInPlace() {
        Kernel kernel = emptyKernel();
        assertApplied(kernel, add(WEB));
        assertApplied(kernel, add(WEB, POD_1));
        VirtualServer sticky = new VirtualServer(WEB.key(), "sh", 1, 300);
        assertApplied(kernel, new IpvsOp.ChangeVirtualServer(WEB, sticky));
        assertThat(kernel.observe().frontends()).containsValue(Frontend.of(sticky, List.of(POD_1)));
        assertApplied(kernel, new IpvsOp.ChangeVirtualServer(sticky, WEB));
        assertThat(kernel.observe().frontends()).containsValue(Frontend.of(WEB, List.of(POD_1)));
    }

    @Test
    void changesAWeightAndDropsAServer() {
        Kernel kernel = emptyKernel();
        assertApplied(kernel, add(WEB));
        assertApplied(kernel, add(WEB, POD_1), add(WEB, POD_2));
        RealServer quiet = new RealServer(POD_1.key(), 0);
        assertApplied(kernel, new IpvsOp.ChangeRealServer(WEB.key(), quiet));
        assertApplied(kernel, new IpvsOp.DropRealServer(WEB.key(), POD_2.key()));
        assertThat(kernel.observe().frontends()).containsValue(Frontend.of(WEB, List.of(quiet)));
    }

    @Test
    void countsTheConnectionsOfEachServerOfAVirtualServer() {
        Kernel kernel = emptyKernel();
        assertApplied(kernel, add(WEB), add(DNS6));
        assertApplied(kernel, add(WEB, POD_1), add(WEB, POD_2), add(DNS6, POD6));
        assertApplied(kernel, new IpvsOp.ChangeRealServer(WEB.key(), POD_2.quiet()));
        assertThat(kernel.connections(WEB.key())).containsOnly(Map.entry(POD_1.key(), 0), Map.entry(POD_2.key(), 0));
        assertThat(kernel.connections(DNS6.key())).containsOnly(Map.entry(POD6.key(), 0));
        assertApplied(kernel, new IpvsOp.DropVirtualServer(WEB.key()));
        assertThat(kernel.connections(WEB.key())).isEmpty();
    }

    @Test
    void dropsAVirtualServerWithItsServers() {
        Kernel kernel = emptyKernel();
        assertApplied(kernel, add(WEB));
        assertApplied(kernel, add(WEB, POD_1), new VipOp.BindVip(VIP));
        assertApplied(kernel, new VipOp.UnbindVip(VIP));
        assertApplied(kernel, new IpvsOp.DropVirtualServer(WEB.key()));
        assertThat(kernel.observe()).isEqualTo(KernelState.of(List.of(), List.of()));
    }

    @Test
    void isAlreadySoWhenTheObjectExists() {
        Kernel kernel = emptyKernel();
        assertApplied(kernel, add(WEB));
        assertApplied(kernel, add(WEB, POD_1), new VipOp.BindVip(VIP), new VipOp.BindVip(VIP6));
        assertThat(kernel.apply(List.of(add(WEB), add(WEB, POD_1), new VipOp.BindVip(VIP), new VipOp.BindVip(VIP6))))
                .containsOnly(new Outcome.AlreadySo("EEXIST"));
    }

    @Test
    void isAlreadySoWhenTheObjectIsAbsent() {
        Kernel kernel = emptyKernel();
        assertApplied(kernel, add(DNS6));
        assertThat(kernel.apply(List.of(
                        new IpvsOp.DropVirtualServer(WEB.key()),
                        new IpvsOp.DropRealServer(WEB.key(), POD_1.key()),
                        new IpvsOp.DropRealServer(DNS6.key(), POD6.key()),
                        new VipOp.UnbindVip(VIP),
                        new VipOp.UnbindVip(VIP6))))
                .containsExactly(
                        new Outcome.AlreadySo("ESRCH"),
                        new Outcome.AlreadySo("ESRCH"),
                        new Outcome.AlreadySo("ENOENT"),
                        new Outcome.AlreadySo("EADDRNOTAVAIL"),
                        new Outcome.AlreadySo("EADDRNOTAVAIL"));
    }

    @Test
    void isLostWhenTheObjectToChangeHasVanished() {
        Kernel kernel = emptyKernel();
        assertApplied(kernel, add(DNS6));
        assertThat(kernel.apply(List.of(
                        new IpvsOp.ChangeVirtualServer(WEB, WEB),
                        add(WEB, POD_1),
                        new IpvsOp.ChangeRealServer(WEB.key(), POD_1),
                        new IpvsOp.ChangeRealServer(DNS6.key(), POD6))))
                .containsExactly(
                        new Outcome.Lost("ESRCH"),
                        new Outcome.Lost("ESRCH"),
                        new Outcome.Lost("ESRCH"),
                        new Outcome.Lost("ENOENT"));
    }

    @Test
    void refusesASchedulerThatDoesNotExistAndGoesOnWithTheRest() {
        Kernel kernel = kernelWithoutScheduler("nosuch");
        VirtualServer odd = virtualServer("10.96.0.2", 80, Protocol.TCP, "nosuch");
        List<Outcome> outcomes = kernel.apply(List.of(add(WEB), add(odd), add(DNS6)));
        assertThat(outcomes.get(1))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo("ENOENT"));
        assertThat(kernel.observe().frontends().keySet()).containsExactlyInAnyOrder(WEB.key(), DNS6.key());
    }

    @Test
    void joinsEachAnswerToItsOperationInALongBatch() {
        Kernel kernel = emptyKernel();
        assertApplied(kernel, add(WEB));
        List<KernelOp> twice = IntStream.range(0, 1000)
                .<KernelOp>mapToObj(i -> add(WEB, realServer("10.36.1." + (i % 250 + 1), 1000 + i / 4 * 4 % 997, 1)))
                .toList();
        FakeKernel model = new FakeKernel();
        model.apply(List.of(add(WEB)));
        assertThat(kernel.apply(twice)).isEqualTo(model.apply(twice));
        assertThat(kernel.observe()).isEqualTo(model.observe());
    }

    @Test
    void holdsVirtualServersByMarkBesideThoseByAddress() {
        Kernel kernel = emptyKernel();
        VirtualServer marked = new VirtualServer(VirtualServer.Key.ofMark(Family.IPV4, MARK), "rr", 0, 0);
        VirtualServer marked6 = new VirtualServer(VirtualServer.Key.ofMark(Family.IPV6, MARK), "rr", 0, 0);
        assertApplied(kernel, add(WEB), add(marked), add(marked6));
        assertApplied(kernel, add(WEB, POD_1), add(marked, POD_1), add(marked, POD_2), add(marked6, POD6));
        assertThat(kernel.observe())
                .isEqualTo(KernelState.of(
                        List.of(
                                Frontend.of(WEB, List.of(POD_1)),
                                Frontend.of(marked, List.of(POD_1, POD_2)),
                                Frontend.of(marked6, List.of(POD6))),
                        List.of(),
                        FilterState.EMPTY));
        assertThat(kernel.connections(marked.key()).keySet()).containsExactlyInAnyOrder(POD_1.key(), POD_2.key());
        assertApplied(kernel, new IpvsOp.DropVirtualServer(marked.key()));
        assertThat(kernel.observe().frontends().keySet()).containsExactlyInAnyOrder(WEB.key(), marked6.key());
    }

    @Test
    void containsTheElementsOfTheFilterInBothFamilies() {
        Kernel kernel = emptyKernel();
        Admission split = new Admission(Admission.Kind.LOCAL, MARK, Optional.of(RANGES));
        Admission refused = Admission.of(Admission.Kind.REFUSE);
        assertApplied(
                kernel,
                admit(WEB, split),
                admit(DNS6, refused),
                new FilterOp.PutAddress(AddressSet.VIPS, VIP),
                new FilterOp.PutAddress(AddressSet.VIPS, VIP6),
                new FilterOp.PutAddress(AddressSet.HAIRPINS, POD_1.key().address()),
                new FilterOp.PutNodeFilterConfig(NodeFilterConfig.NONE, CONFIG));
        FilterState expected = new FilterState(
                Map.of(WEB.key(), split, DNS6.key(), refused),
                Map.of(
                        AddressSet.VIPS,
                        Set.of(VIP, VIP6),
                        AddressSet.HAIRPINS,
                        Set.of(POD_1.key().address())),
                CONFIG);
        assertThat(kernel.observe()).isEqualTo(KernelState.of(List.of(), List.of(), expected));
    }

    @Test
    void changesEveryKindOfAdmissionAndRemovesIt() {
        Kernel kernel = emptyKernel();
        Admission before = new Admission(Admission.Kind.NO_LOCAL, MARK, Optional.of(RANGES));
        for (Admission.Kind kind : Admission.Kind.values()) {
            Admission after = Admission.of(kind);
            assertApplied(kernel, admit(WEB, before));
            assertApplied(
                    kernel, new FilterOp.PutAdmission(WEB.key(), Optional.of(before), after, Phase.CHANGE_ADMISSIONS));
            assertThat(kernel.observe().filter().admissions()).isEqualTo(Map.of(WEB.key(), after));
            assertApplied(kernel, new FilterOp.DropAdmission(WEB.key(), after, Phase.CLEAN_UP_FILTER));
        }
        assertApplied(
                kernel,
                new FilterOp.PutAddress(AddressSet.VIPS, VIP),
                new FilterOp.PutNodeFilterConfig(NodeFilterConfig.NONE, CONFIG));
        assertApplied(
                kernel,
                new FilterOp.DropAddress(AddressSet.VIPS, VIP),
                new FilterOp.PutNodeFilterConfig(CONFIG, NodeFilterConfig.NONE));
        assertThat(kernel.observe().filter()).isEqualTo(FilterState.EMPTY);
    }

    @Test
    void isLostWhenTheFilterIsNotAsExpected() {
        Kernel kernel = emptyKernel();
        Admission cluster = Admission.of(Admission.Kind.CLUSTER);
        assertApplied(kernel, admit(WEB, cluster), new FilterOp.PutAddress(AddressSet.VIPS, VIP));
        assertThat(kernel.apply(List.of(
                        admit(WEB, cluster),
                        new FilterOp.PutAdmission(
                                DNS6.key(),
                                Optional.of(cluster),
                                Admission.of(Admission.Kind.REFUSE),
                                Phase.CHANGE_ADMISSIONS),
                        new FilterOp.PutAddress(AddressSet.VIPS, VIP),
                        new FilterOp.DropAddress(AddressSet.VIPS, VIP6))))
                .containsExactly(
                        new Outcome.Lost("EEXIST"),
                        new Outcome.Lost("ENOENT"),
                        new Outcome.Lost("EEXIST"),
                        new Outcome.Lost("ENOENT"));
        assertThat(kernel.observe().filter().admissions()).isEqualTo(Map.of(WEB.key(), cluster));
    }

    @Test
    void changesASchedulerWhileNewConnectionsArePausedAndResumesThem() {
        Kernel kernel = emptyKernel();
        VirtualServer marked = new VirtualServer(VirtualServer.Key.ofMark(Family.IPV6, MARK), "rr", 0, 0);
        assertApplied(kernel, add(WEB), add(marked));
        for (VirtualServer server : List.of(WEB, marked)) {
            VirtualServer changed = new VirtualServer(server.key(), "lc", 0, 0);
            assertApplied(kernel, new FilterOp.PauseNewConnections(server.key()));
            assertApplied(kernel, new IpvsOp.ChangeVirtualServer(server, changed));
            assertApplied(kernel, new FilterOp.ResumeNewConnections(server.key()));
            assertThat(kernel.observe().frontends()).containsValue(Frontend.of(changed, List.of()));
        }
        assertThat(kernel.observe().filter()).isEqualTo(FilterState.EMPTY);
    }

    @Test
    void aPauseThatLastsAndAPauseThatEndedByItselfAreNoFailures() {
        Kernel kernel = emptyKernel();
        assertApplied(kernel, add(WEB));
        assertApplied(kernel, new FilterOp.ResumeNewConnections(WEB.key()));
        assertApplied(kernel, new FilterOp.PauseNewConnections(WEB.key()));
        assertApplied(kernel, new FilterOp.PauseNewConnections(WEB.key()));
        assertApplied(kernel, new FilterOp.ResumeNewConnections(WEB.key()));
    }

    @Test
    void joinsAnswersOfAllKindsOfOperations() {
        Kernel kernel = emptyKernel();
        assertApplied(
                kernel,
                admit(WEB, Admission.of(Admission.Kind.CLUSTER)),
                add(WEB),
                new VipOp.BindVip(VIP),
                new FlowOp.ForgetFlows(DNS6.key(), POD6.key()));
        assertThat(kernel.apply(List.of(
                        add(WEB),
                        new FilterOp.PutAddress(AddressSet.VIPS, VIP),
                        new VipOp.BindVip(VIP6),
                        admit(WEB, Admission.of(Admission.Kind.CLUSTER)),
                        new FlowOp.ForgetFlows(DNS6.key(), POD6.key()),
                        new VipOp.BindVip(VIP))))
                .containsExactly(
                        new Outcome.AlreadySo("EEXIST"),
                        new Outcome.Applied(),
                        new Outcome.Applied(),
                        new Outcome.Lost("EEXIST"),
                        new Outcome.Applied(),
                        new Outcome.AlreadySo("EEXIST"));
    }

    /** A kernel in which this scheduler cannot be had. */
    protected Kernel kernelWithoutScheduler(String name) {
        return emptyKernel();
    }

    private static void assertApplied(Kernel kernel, KernelOp... ops) {
        assertThat(kernel.apply(List.of(ops))).hasSize(ops.length).containsOnly(new Outcome.Applied());
    }

    private static KernelOp admit(VirtualServer server, Admission admission) {
        return new FilterOp.PutAdmission(server.key(), Optional.empty(), admission, Phase.ADMIT);
    }

    private static KernelOp add(VirtualServer server) {
        return new IpvsOp.AddVirtualServer(server);
    }

    private static KernelOp add(VirtualServer parent, RealServer server) {
        return new IpvsOp.AddRealServer(parent.key(), server);
    }

    private static VirtualServer virtualServer(String vip, int port, Protocol protocol, String scheduler) {
        return new VirtualServer(new VirtualServer.Key(Ip.parse(vip), port, protocol), scheduler, 0, 0);
    }

    private static RealServer realServer(String address, int port, int weight) {
        return new RealServer(new RealServer.Key(Ip.parse(address), port), weight);
    }
}
