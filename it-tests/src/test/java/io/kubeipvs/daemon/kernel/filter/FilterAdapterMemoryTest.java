package io.kubeipvs.daemon.kernel.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.bench.memory.MemoryKernel;
import io.kubeipvs.core.kernel.AddressSet;
import io.kubeipvs.core.kernel.Admission;
import io.kubeipvs.core.kernel.FilterOp;
import io.kubeipvs.core.kernel.FilterState;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.Phase;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.daemon.config.FilterTuning;
import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.DelegatingTransport;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.Transport;
import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.nftables.DataType;
import io.kubeipvs.netlink.nftables.NftChange;
import io.kubeipvs.netlink.nftables.NftElement;
import io.kubeipvs.netlink.nftables.NftResult;
import io.kubeipvs.netlink.nftables.NftSet;
import io.kubeipvs.netlink.nftables.NftTable;
import io.kubeipvs.netlink.nftables.NftablesClient;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import io.kubeipvs.netlink.nftables.expr.Verdict;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The messages of the filter, over the kernel in memory: an unchanged filter costs one. */
class FilterAdapterMemoryTest {
    private static final VirtualServer.Key WEB = new VirtualServer.Key(Ip.parse("10.96.0.1"), 80, Protocol.TCP);
    private static final VirtualServer.Key DNS = new VirtualServer.Key(Ip.parse("10.96.0.10"), 53, Protocol.UDP);
    private static final FilterSets SETS = new FilterSets(FilterFamily.V4);
    private static final NftTable FOREIGN = NftTable.of(NftFamily.IP, "foreign");
    private static final NftElement SENSELESS = NftElement.of(
                    NftValue.u8(6), NftValue.address(Address.parse("10.96.0.3")), NftValue.be16(80))
            .mapTo(Verdict.DROP);

    private final MemoryKernel kernel = new MemoryKernel();
    private final Wire wire = new Wire(kernel.transport(NetlinkProtocol.NETFILTER));
    private NftablesClient another;
    private FilterAdapter adapter;

    @BeforeEach
    void prepare() throws Exception {
        another = NftablesClient.over(kernel.transport(NetlinkProtocol.NETFILTER));
        adapter = new FilterAdapter(NftablesClient.over(wire), EnumSet.allOf(Family.class), FilterTuning.DEFAULT);
        assertThat(adapter.prepare()).isEmpty();
        apply(admit(WEB), new FilterOp.PutAddress(AddressSet.VIPS, WEB.vip()));
    }

    @AfterEach
    void close() throws Exception {
        adapter.close();
        another.close();
    }

    @Test
    void anUnchangedFilterCostsOneMessage() throws Exception {
        assertThat(adapter.prepare()).isEmpty();
        assertThat(wire.messages()).isEqualTo(1);
    }

    @Test
    void ownOperationsAreNoReasonToCheck() throws Exception {
        apply(admit(DNS));
        apply(new FilterOp.DropAddress(AddressSet.VIPS, WEB.vip()));
        assertThat(adapter.prepare()).isEmpty();
        assertThat(wire.messages()).isEqualTo(1);
    }

    @Test
    void afterAChangeOfAnotherProgramTheStructureIsCheckedOnceAndNoElementIsRead() throws Exception {
        commit(new NftChange.PutTable(FOREIGN, NftChange.Put.CREATE));
        assertThat(adapter.prepare()).isEmpty();
        assertThat(wire.messages()).isGreaterThan(1);
        assertThat(wire.elementLists()).isZero();
        wire.reset();
        assertThat(adapter.prepare()).isEmpty();
        assertThat(wire.messages()).isEqualTo(1);
    }

    @Test
    void aDamagedTableIsReplacedWithItsElements() throws Exception {
        NftSet former = NftSet.of(SETS.services.key().table(), "inside-marks", DataType.MARK);
        commit(new NftChange.PutSet(former, NftChange.Put.CREATE));
        assertThat(adapter.prepare()).containsExactly("table ip kube-proxy: set inside-marks");
        assertThat(adapter.read().admissions()).containsOnlyKeys(WEB);
        assertThat(adapter.read().addresses(AddressSet.VIPS)).containsExactly(WEB.vip());
        assertThat(adapter.prepare()).isEmpty();
    }

    @Test
    void aReadingFindsElementsThatMakeNoSenseAndThePreparationRemovesThem() throws Exception {
        FilterState before = adapter.read();
        commit(new NftChange.PutElements(SETS.services, List.of(SENSELESS), NftChange.Put.CREATE));
        assertThat(adapter.prepare()).as("the structure is as wanted").isEmpty();
        assertThat(adapter.read()).isEqualTo(before);
        apply(admit(DNS));
        assertThat(adapter.prepare()).containsExactly("table ip kube-proxy: elements of services");
        assertThat(another.elements(SETS.services)).hasSize(2).doesNotContain(SENSELESS);
        wire.reset();
        assertThat(adapter.prepare()).isEmpty();
        assertThat(wire.messages()).isEqualTo(1);
    }

    @Test
    void theFirstPreparationReadsTheElementsAndTheFirstReadingDoesNot() throws Exception {
        commit(new NftChange.PutElements(SETS.services, List.of(SENSELESS), NftChange.Put.CREATE));
        Wire next = new Wire(kernel.transport(NetlinkProtocol.NETFILTER));
        try (FilterAdapter restarted =
                new FilterAdapter(NftablesClient.over(next), EnumSet.allOf(Family.class), FilterTuning.DEFAULT)) {
            assertThat(restarted.prepare()).containsExactly("table ip kube-proxy: elements of services");
            next.reset();
            assertThat(restarted.read().admissions()).containsOnlyKeys(WEB);
            assertThat(next.messages()).isEqualTo(1);
            assertThat(restarted.read().admissions()).containsOnlyKeys(WEB);
            assertThat(next.elementLists()).isPositive();
        }
    }

    @Test
    void aCorrectionOfAnotherReaderIsMadeOnlyWhileNothingElseChanged() throws Exception {
        commit(new NftChange.PutElements(SETS.services, List.of(SENSELESS), NftChange.Put.CREATE));
        FilterReader reader = new FilterReader(another, EnumSet.allOf(Family.class));
        FilterReading late = reader.read();
        assertThat(late.needsCorrection()).isTrue();
        apply(admit(DNS));
        assertThat(adapter.correct(late)).isEmpty();
        assertThat(adapter.correct(reader.read())).containsExactly("table ip kube-proxy: elements of services");
        assertThat(reader.read().needsCorrection()).isFalse();
    }

    @Test
    void aReadingIsRepeatedUntilItIsOfOneGeneration() throws Exception {
        Wire busy = new Wire(kernel.transport(NetlinkProtocol.NETFILTER));
        FilterReader reader = new FilterReader(NftablesClient.over(busy), EnumSet.allOf(Family.class));
        busy.changes = 1;
        busy.change = () -> apply(admit(DNS));
        FilterReading reading = reader.read();
        assertThat(reading.isConsistent()).isTrue();
        assertThat(reading.generation()).isEqualTo(adapter.generation());
        assertThat(reading.state().admissions()).containsOnlyKeys(WEB, DNS);
    }

    @Test
    void aReadingDuringEndlessChangesEndsAndShowsIt() throws Exception {
        Wire busy = new Wire(kernel.transport(NetlinkProtocol.NETFILTER));
        FilterReader reader = new FilterReader(NftablesClient.over(busy), EnumSet.allOf(Family.class));
        busy.changes = Integer.MAX_VALUE;
        busy.change = this::changeAForeignTable;
        FilterReading reading = reader.read();
        assertThat(reading.isConsistent()).isFalse();
        assertThat(reading.state().admissions()).containsOnlyKeys(WEB);
    }

    private void changeAForeignTable() {
        commit(
                new NftChange.PutTable(FOREIGN, NftChange.Put.CREATE),
                new NftChange.RemoveTable(FOREIGN.key(), NftChange.Remove.DELETE));
    }

    private static FilterOp admit(VirtualServer.Key key) {
        return new FilterOp.PutAdmission(key, Optional.empty(), Admission.of(Admission.Kind.CLUSTER), Phase.ADMIT);
    }

    private void apply(FilterOp... ops) {
        assertThat(adapter.apply(List.of(ops))).containsOnly(new Outcome.Applied());
        wire.reset();
    }

    private void commit(NftChange... changes) {
        assertThat(another.apply(List.of(changes))).isEqualTo(new NftResult.Committed());
    }

    /** Counts what goes to the kernel, and does something in front of every tenth list of elements. */
    private static final class Wire extends DelegatingTransport {
        private static final int TYPE = 4;
        private static final int LIST_ELEMENTS = 10 << 8 | 13;

        private long messages;
        private long elementLists;
        private int changes;
        private Runnable change = () -> {};

        Wire(Transport to) {
            super(to);
        }

        long messages() {
            return messages;
        }

        long elementLists() {
            return elementLists;
        }

        void reset() {
            messages = 0;
            elementLists = 0;
        }

        @Override
        public void send(ByteBuffer datagram) throws NetlinkException {
            ByteBuffer in = datagram.duplicate().order(ByteOrder.nativeOrder());
            for (int at = 0; at < in.limit(); at += in.getInt(at) + 3 & ~3) {
                messages++;
                elementLists += in.getShort(at + TYPE) == LIST_ELEMENTS ? 1 : 0;
            }
            boolean isInAReading = in.getShort(TYPE) == LIST_ELEMENTS && elementLists % 10 == 0;
            if (isInAReading && changes > 0) {
                changes--;
                change.run();
            }
            super.send(datagram);
        }
    }
}
