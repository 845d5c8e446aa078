package io.kubeipvs.daemon.kernel.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.bench.memory.MemoryKernel;
import io.kubeipvs.core.kernel.AddressSet;
import io.kubeipvs.core.kernel.Admission;
import io.kubeipvs.core.kernel.FilterOp;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.Phase;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.kernel.MemoryKernels;
import io.kubeipvs.daemon.kernel.NetlinkKernel;
import io.kubeipvs.daemon.kernel.filter.OurTables;
import io.kubeipvs.daemon.work.Workers;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.Transport;
import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.nftables.NftChange;
import io.kubeipvs.netlink.nftables.NftResult;
import io.kubeipvs.netlink.nftables.NftTable;
import io.kubeipvs.netlink.nftables.NftablesClient;
import io.kubeipvs.netlink.nftables.NftablesMonitor;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Changes of our tables, over the kernel in memory. */
@Timeout(120)
class TableWatchTest {
    /** {@code NFNLGRP_NFTABLES}. */
    private static final int GROUP = 7;

    private static final int MORE_THAN_THE_KERNEL_KEEPS = 1100;
    private static final VirtualServer.Key WEB = new VirtualServer.Key(Ip.parse("10.96.0.1"), 80, Protocol.TCP);

    private final MemoryKernel memory = new MemoryKernel();
    private final NetlinkKernel kernel = MemoryKernels.over(memory);
    private final TableGenerations generations = new TableGenerations();
    private final AtomicInteger changes = new AtomicInteger();
    private final List<Transport> monitors = new CopyOnWriteArrayList<>();
    /** A follower that finds none waits. */
    private final Semaphore permits = new Semaphore(Short.MAX_VALUE);

    private final AtomicInteger serverChanges = new AtomicInteger();

    private final TableWatch watch = new TableWatch(
            new MemorySockets(), kernel::isOwn, generations, this::changed, serverChanges::incrementAndGet);

    @BeforeEach
    void start() {
        kernel.prepare();
        apply(new FilterOp.PutAdmission(WEB, Optional.empty(), Admission.of(Admission.Kind.CLUSTER), Phase.ADMIT));
        watch.start(Workers.unobserved());
    }

    @AfterEach
    void end() {
        permits.release(1);
        watch.close();
        kernel.close();
    }

    @Test
    void ourOwnChangesAreKnownAndNotReported() {
        apply(new FilterOp.PutAddress(AddressSet.VIPS, Ip.parse("10.96.0.1")));
        apply(new FilterOp.PutAddress(AddressSet.VIPS, Ip.parse("fd00::1")));
        awaitAllAnnounced();
        assertThat(changes).hasValue(0);
    }

    @Test
    void anotherProgramsChangeOfOurTablesIsReported() {
        memory.loseElement();
        Await.until(() -> assertThat(changes).hasValue(1));
        memory.loseTables();
        Await.until(() -> assertThat(changes).hasValueGreaterThan(1));
        awaitAllAnnounced();
    }

    @Test
    void aTableWithVirtualServersIsReportedAsSuch() throws Exception {
        try (NftablesClient other = client()) {
            NftTable table = NftTable.of(NftFamily.IP, OurTables.DNAT);
            assertThat(other.apply(List.of(new NftChange.PutTable(table, NftChange.Put.CREATE))))
                    .isEqualTo(new NftResult.Committed());
        }
        Await.until(() -> assertThat(serverChanges).hasValue(1));
        assertThat(changes).hasValue(0);
    }

    @Test
    void anotherProgramsOwnTableIsKnownAndNotReported() throws Exception {
        try (NftablesClient other = client()) {
            NftTable table = NftTable.of(NftFamily.IP, "other");
            assertThat(other.apply(List.of(new NftChange.PutTable(table, NftChange.Put.CREATE))))
                    .isEqualTo(new NftResult.Committed());
        }
        awaitAllAnnounced();
        assertThat(changes).hasValue(0);
    }

    @Test
    void lostAnnouncementsAreReportedAndNothingIsKnownUntilTheTablesAreRead() {
        permits.drainPermits();
        memory.loseElement();
        Await.until(() -> assertThat(permits.hasQueuedThreads()).isTrue());
        for (int i = 0; i < MORE_THAN_THE_KERNEL_KEEPS; i++) {
            apply(new FilterOp.PutAddress(AddressSet.VIPS, Ip.parse("10.97." + i / 200 + "." + (i % 200 + 1))));
        }
        permits.release(Short.MAX_VALUE);
        Await.until(() -> assertThat(changes).hasValue(2));
        apply(new FilterOp.PutAddress(AddressSet.VIPS, Ip.parse("10.96.0.1")));
        assertReadingIsNeeded();
    }

    @Test
    void whatHappensWhileItsSocketIsBrokenIsUnknownAfterTheNextOneIsOpen() throws Exception {
        monitors.get(0).close();
        memory.loseElement();
        Await.until(() -> assertThat(monitors).hasSize(2));
        Await.until(() -> assertThat(changes).hasValue(1));
        assertReadingIsNeeded();
        memory.loseTables();
        Await.until(() -> assertThat(changes).hasValueGreaterThan(1));
    }

    private void changed() {
        permits.acquireUninterruptibly();
        changes.incrementAndGet();
    }

    private void apply(FilterOp op) {
        assertThat(kernel.apply(List.of(op))).containsExactly(new Outcome.Applied());
    }

    private void awaitAllAnnounced() {
        Await.until(() -> assertThat(generations.isKnown(generation())).isTrue());
    }

    private void assertReadingIsNeeded() {
        int now = generation();
        assertThat(generations.isKnown(now)).isFalse();
        generations.read(now);
        awaitAllAnnounced();
    }

    private int generation() {
        try (NftablesClient client = client()) {
            return client.generation();
        } catch (NetlinkException e) {
            throw new AssertionError(e);
        }
    }

    private NftablesClient client() {
        return NftablesClient.over(memory.transport(NetlinkProtocol.NETFILTER));
    }

    private final class MemorySockets implements TableWatch.Sockets {
        @Override
        public NftablesMonitor monitor(IntPredicate ignored) {
            Transport transport = memory.transport(NetlinkProtocol.NETFILTER, GROUP);
            monitors.add(transport);
            return NftablesMonitor.over(transport, ignored);
        }

        @Override
        public NftablesClient client() {
            return TableWatchTest.this.client();
        }
    }
}
