package io.kubeipvs.core.kernel;

import static io.kubeipvs.core.kernel.KernelSamples.DNS6;
import static io.kubeipvs.core.kernel.KernelSamples.MARK;
import static io.kubeipvs.core.kernel.KernelSamples.POD6;
import static io.kubeipvs.core.kernel.KernelSamples.POD_1;
import static io.kubeipvs.core.kernel.KernelSamples.VIP;
import static io.kubeipvs.core.kernel.KernelSamples.VIP6;
import static io.kubeipvs.core.kernel.KernelSamples.WEB;
import static io.kubeipvs.core.kernel.KernelSamples.add;
import static io.kubeipvs.core.kernel.KernelSamples.assertApplied;
import static io.kubeipvs.core.kernel.KernelSamples.realServer;
import static io.kubeipvs.core.kernel.KernelSamples.virtualServer;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Protocol;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The rules that every implementation of {@link KernelReader} obeys. The fake kernel, the kernel in memory and the real one
 * pass the same tests.
 */
public abstract class KernelReaderContract {
    private static final VirtualServer MARKED =
            new VirtualServer(VirtualServer.Key.ofMark(Family.IPV4, MARK), "rr", 1, 300);
    private static final RealServer QUIET = realServer("10.36.0.2", 8080, 0);
    private static final Admission CLUSTER = Admission.of(Admission.Kind.CLUSTER);

    /** One kernel, and the two ways to it. */
    protected interface World {
        /** Prepared; at first it contains nothing. */
        Kernel kernel();

        /** Reads the same kernel. */
        KernelReader reader();

        /** Another program removes everything from the packet filter, our tables included. */
        void flushTables();
    }

    /** A new one. */
    protected abstract World world();

    @Test
    void anEmptyKernelHasNothingToRead() {
        KernelReader reader = world().reader();
        assertThat(reader.virtualServers()).isEmpty();
        assertThat(reader.vips()).isEmpty();
        assertThat(reader.filter()).isEqualTo(FilterState.EMPTY);
    }

    @Test
    void readsVirtualServersOfAllKindsWithoutTheirServers() {
        World world = world();
        program(world.kernel());
        assertThat(world.reader().virtualServers())
                .isEqualTo(Map.of(WEB.key(), WEB, DNS6.key(), DNS6, MARKED.key(), MARKED));
    }

    @Test
    void readsTheRealServersOfOneVirtualServer() {
        World world = world();
        program(world.kernel());
        assertThat(world.reader().realServers(WEB.key())).isEqualTo(Map.of(POD_1.key(), POD_1, QUIET.key(), QUIET));
        assertThat(world.reader().realServers(DNS6.key())).isEqualTo(Map.of(POD6.key(), POD6));
        assertThat(world.reader().realServers(MARKED.key())).isEqualTo(Map.of(POD_1.key(), POD_1));
    }

    @Test
    void readsOneVirtualServerWithItsRealServers() {
        World world = world();
        program(world.kernel());
        assertThat(world.reader().frontend(WEB.key())).contains(Frontend.of(WEB, List.of(POD_1, QUIET)));
        assertThat(world.reader().frontend(DNS6.key())).contains(Frontend.of(DNS6, List.of(POD6)));
        assertThat(world.reader().frontend(MARKED.key())).contains(Frontend.of(MARKED, List.of(POD_1)));
    }

    @Test
    void readsAVirtualServerWithoutServers() {
        World world = world();
        assertApplied(world.kernel(), add(WEB));
        assertThat(world.reader().realServers(WEB.key())).isEmpty();
        assertThat(world.reader().frontend(WEB.key())).contains(Frontend.of(WEB, List.of()));
    }

    @Test
    void countsTheConnectionsOfEachRealServer() {
        World world = world();
        program(world.kernel());
        assertThat(world.reader().connections(WEB.key())).isEqualTo(Map.of(POD_1.key(), 0, QUIET.key(), 0));
        assertThat(world.reader().connections(WEB.key()))
                .isEqualTo(world.kernel().connections(WEB.key()));
        assertApplied(world.kernel(), new IpvsOp.DropVirtualServer(WEB.key()));
        assertThat(world.reader().connections(WEB.key())).isEmpty();
    }

    @Test
    void aVirtualServerThatIsMissingIsEmptyAndNoFailure() {
        World world = world();
        program(world.kernel());
        assertApplied(
                world.kernel(),
                new IpvsOp.DropVirtualServer(WEB.key()),
                new IpvsOp.DropVirtualServer(DNS6.key()),
                new IpvsOp.DropVirtualServer(MARKED.key()));
        for (VirtualServer missing : List.of(WEB, DNS6, MARKED)) {
            assertThat(world.reader().realServers(missing.key())).isEmpty();
            assertThat(world.reader().frontend(missing.key())).isEmpty();
        }
        assertThat(world.reader().virtualServers()).isEmpty();
    }

    @Test
    void readsAnotherVirtualServerOfTheSameAddressApart() {
        World world = world();
        VirtualServer other = virtualServer("10.96.0.1", 81, Protocol.TCP, "rr");
        VirtualServer udp = virtualServer("10.96.0.1", 80, Protocol.UDP, "rr");
        assertApplied(world.kernel(), add(WEB), add(other));
        assertApplied(world.kernel(), add(WEB, POD_1), add(other, QUIET));
        assertThat(world.reader().realServers(other.key())).isEqualTo(Map.of(QUIET.key(), QUIET));
        assertThat(world.reader().frontend(udp.key())).isEmpty();
    }

    @Test
    void readsVipsOfBothFamilies() {
        World world = world();
        program(world.kernel());
        assertThat(world.reader().vips()).containsExactlyInAnyOrder(VIP, VIP6);
        assertApplied(world.kernel(), new VipOp.UnbindVip(VIP));
        assertThat(world.reader().vips()).containsExactly(VIP6);
    }

    @Test
    void readsTheFilter() {
        World world = world();
        program(world.kernel());
        assertThat(world.reader().filter()).isEqualTo(programmedFilter());
        assertThat(world.reader().filter()).isEqualTo(world.kernel().observe().filter());
    }

    @Test
    void whatIsReadTogetherIsWhatTheKernelObserves() {
        World world = world();
        program(world.kernel());
        KernelReader reader = world.reader();
        Map<VirtualServer.Key, Frontend> frontends = new HashMap<>();
        reader.virtualServers()
                .forEach((key, server) -> frontends.put(key, new Frontend(server, reader.realServers(key))));
        assertThat(world.kernel().observe())
                .isEqualTo(KernelState.of(frontends.values(), reader.vips(), reader.filter()));
    }

    @Test
    void aFilterThatMayHaveChangedIsReadWhole() {
        World world = world();
        program(world.kernel());
        assertThat(Stream.of(world.reader().filterIfChanged()).flatMap(Optional::stream))
                .allMatch(programmedFilter()::equals);
    }

    @Test
    void anotherProgramsChangeOfTheFilterIsRead() {
        World world = world();
        program(world.kernel());
        assertThat(world.reader().filter()).isEqualTo(programmedFilter());
        world.flushTables();
        assertThat(world.reader().filterIfChanged()).contains(FilterState.EMPTY);
        assertThat(world.reader().filter()).isEqualTo(FilterState.EMPTY);
    }

    /** Puts an object of each kind into the kernel. */
    protected static void program(Kernel kernel) {
        assertApplied(kernel, add(WEB), add(DNS6), add(MARKED));
        assertApplied(kernel, add(WEB, POD_1), add(WEB, QUIET), add(DNS6, POD6), add(MARKED, POD_1));
        assertApplied(
                kernel,
                new VipOp.BindVip(VIP),
                new VipOp.BindVip(VIP6),
                new FilterOp.PutAdmission(WEB.key(), Optional.empty(), CLUSTER, Phase.ADMIT),
                new FilterOp.PutAddress(AddressSet.VIPS, VIP),
                new FilterOp.PutAddress(AddressSet.VIPS, VIP6));
    }

    /** The filter after {@link #program}. */
    protected static FilterState programmedFilter() {
        return new FilterState(
                Map.of(WEB.key(), CLUSTER), Map.of(AddressSet.VIPS, Set.of(VIP, VIP6)), NodeFilterConfig.NONE);
    }
}
