package io.kubeipvs.core.kernel;

import static io.kubeipvs.core.kernel.KernelSamples.DNS6;
import static io.kubeipvs.core.kernel.KernelSamples.MARK;
import static io.kubeipvs.core.kernel.KernelSamples.POD6;
import static io.kubeipvs.core.kernel.KernelSamples.POD_1;
import static io.kubeipvs.core.kernel.KernelSamples.POD_2;
import static io.kubeipvs.core.kernel.KernelSamples.VIP;
import static io.kubeipvs.core.kernel.KernelSamples.VIP6;
import static io.kubeipvs.core.kernel.KernelSamples.WEB;
import static io.kubeipvs.core.kernel.KernelSamples.add;
import static io.kubeipvs.core.kernel.KernelSamples.admit;
import static io.kubeipvs.core.kernel.KernelSamples.assertApplied;
import static io.kubeipvs.core.kernel.KernelSamples.realServer;
import static io.kubeipvs.core.kernel.KernelSamples.virtualServer;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Protocol;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The rules that every implementation of {@link Kernel} obeys: virtual servers, their servers and VIPs. The fake kernel and
 * the real one pass the same tests.
 */
public abstract class KernelContract implements FilterContract {
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
}
