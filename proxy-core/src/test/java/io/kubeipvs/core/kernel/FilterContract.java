package io.kubeipvs.core.kernel;

import static io.kubeipvs.core.kernel.KernelSamples.DNS6;
import static io.kubeipvs.core.kernel.KernelSamples.MARK;
import static io.kubeipvs.core.kernel.KernelSamples.POD_1;
import static io.kubeipvs.core.kernel.KernelSamples.VIP;
import static io.kubeipvs.core.kernel.KernelSamples.VIP6;
import static io.kubeipvs.core.kernel.KernelSamples.WEB;
import static io.kubeipvs.core.kernel.KernelSamples.add;
import static io.kubeipvs.core.kernel.KernelSamples.admit;
import static io.kubeipvs.core.kernel.KernelSamples.assertApplied;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules that every implementation of {@link Kernel} obeys for the packet filter. */
public interface FilterContract {
    Set<Cidr> RANGES = Set.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("192.0.2.1/32"));
    NodeFilterConfig CONFIG =
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
    Kernel emptyKernel();

    @Test
    default void containsTheElementsOfTheFilterInBothFamilies() {
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
    default void changesEveryKindOfAdmissionAndRemovesIt() {
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
    default void isLostWhenTheFilterIsNotAsExpected() {
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
    default void changesASchedulerWhileNewConnectionsArePausedAndResumesThem() {
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
    default void aPauseThatLastsAndAPauseThatEndedByItselfAreNoFailures() {
        Kernel kernel = emptyKernel();
        assertApplied(kernel, add(WEB));
        assertApplied(kernel, new FilterOp.ResumeNewConnections(WEB.key()));
        assertApplied(kernel, new FilterOp.PauseNewConnections(WEB.key()));
        assertApplied(kernel, new FilterOp.PauseNewConnections(WEB.key()));
        assertApplied(kernel, new FilterOp.ResumeNewConnections(WEB.key()));
    }
}
