package io.kubeipvs.daemon.kernel.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.AddressSet;
import io.kubeipvs.core.kernel.Admission;
import io.kubeipvs.core.kernel.FilterState;
import io.kubeipvs.core.kernel.Mark;
import io.kubeipvs.core.kernel.NodeFilterConfig;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.nftables.NftElement;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import io.kubeipvs.netlink.nftables.expr.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that {@link ToFilter} writes comes back, and nothing else does. */
class FromFilterTest {
    private static final VirtualServer.Key WEB = new VirtualServer.Key(Ip.parse("10.96.0.1"), 80, Protocol.TCP);
    private static final FilterSets SETS = new FilterSets(FilterFamily.V4);

    @ParameterizedTest
    @EnumSource(value = Admission.Kind.class, names = "HEALTH_CHECK", mode = EnumSource.Mode.EXCLUDE)
    void everyKindOfAdmissionComesBack(Admission.Kind kind) {
        Admission admission =
                new Admission(kind, Mark.of(Protocol.TCP, "a/b:c"), Optional.of(Set.of(Cidr.parse("10.0.0.0/8"))));
        assertThat(admissions(new ToFilter(Family.IPV4, SETS).admission(WEB, admission)))
                .isEqualTo(Map.of(WEB, admission));
        assertThat(admissions(new ToFilter(Family.IPV4, SETS).admission(WEB, Admission.of(kind))))
                .isEqualTo(Map.of(WEB, Admission.of(kind)));
    }

    @Test
    void aHealthCheckComesBackUnlessAServiceHasItsPort() {
        Admission check = Admission.of(Admission.Kind.HEALTH_CHECK);
        FilterElements elements = new ToFilter(Family.IPV4, SETS).admission(WEB, check);
        assertThat(admissions(elements)).isEqualTo(Map.of(WEB, check));
        Admission service = Admission.of(Admission.Kind.CLUSTER);
        elements.addAll(new ToFilter(Family.IPV4, SETS).admission(WEB, service));
        assertThat(admissions(elements)).isEqualTo(Map.of(WEB, service));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "10.0.0.0/8", "10.1.2.0/23", "255.255.255.255/32",
                        "0.0.0.0/32",
                "::/0", "8000::/1", "fd00::/63", "fd00::/64", "fd00::/65", "fd00::1/128", "ffff::/16"
            })
    void everyRangeComesBack(String text) {
        Cidr range = Cidr.parse(text);
        FilterSets sets = new FilterSets(FilterFamily.of(range.family()));
        VirtualServer.Key key = new VirtualServer.Key(range.network(), 65535, Protocol.SCTP);
        Admission admission = new Admission(Admission.Kind.EXTERNAL, 0, Optional.of(Set.of(range)));
        FilterElements elements = new ToFilter(range.family(), sets).admission(key, admission);
        assertThat(new FromFilter(elements::of).read(sets).state().admissions()).isEqualTo(Map.of(key, admission));
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.1, 10.0.0.9", "10.0.0.0, 10.0.2.255", "0.0.0.0, 255.255.255.254"})
    void aRangeThatIsNoPrefixIsNotOurs(String first, String last) {
        FilterElements elements = new FilterElements();
        elements.add(SETS.pods, NftElement.range(value(first), value(last)));
        assertThat(state(elements)).isEqualTo(FilterState.EMPTY);
    }

    @Test
    void whatLacksItsServiceIsPassedOver() {
        FilterElements elements = new FilterElements();
        NftElement frontend = NftElement.of(NftValue.u8(6), value("10.96.0.1"), NftValue.be16(80));
        elements.add(SETS.restricted, frontend);
        elements.add(SETS.inClusterMarks, frontend.mapTo(NftValue.u32(1)));
        elements.add(SETS.hairpin, NftElement.of(value("10.36.0.1"), value("10.36.0.2")));
        assertThat(state(elements)).isEqualTo(FilterState.EMPTY);
        elements.add(SETS.services, frontend.mapTo(Verdict.DROP));
        assertThat(state(elements)).isEqualTo(FilterState.EMPTY);
    }

    @Test
    void addressesOfEachSetComeBack() {
        Ip ip = Ip.parse("10.36.0.1");
        for (AddressSet set : AddressSet.values()) {
            FilterState state = state(new ToFilter(Family.IPV4, SETS).address(set, ip));
            assertThat(state.addresses(set)).containsExactly(ip);
            assertThat(state.addresses().values().stream().mapToInt(Set::size).sum())
                    .isEqualTo(1);
        }
    }

    @Test
    void whatToFilterMakesNeedsNoCorrection() {
        NodeFilterConfig config = NodeFilterConfig.of(some -> some.pods(Set.of(Cidr.parse("10.36.0.0/16")))
                .podLinks(Set.of("cali*", "cbr0"))
                .sources(Set.of(new NodeFilterConfig.Source("eth0", Ip.parse("192.168.1.2"))))
                .silentLinks(Set.of("eth*"))
                .nodeAddresses(Set.of(Ip.parse("192.168.1.2"))));
        Admission admission = new Admission(
                Admission.Kind.LOCAL,
                Mark.of(Protocol.TCP, "a/b:c"),
                Optional.of(Set.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("192.0.2.1/32"))));
        ToFilter encoder = new ToFilter(Family.IPV4, SETS);
        encoder.useArp();
        FilterElements elements = encoder.config(config);
        elements.addAll(encoder.admission(WEB, admission));
        elements.addAll(encoder.address(AddressSet.VIPS, WEB.vip()));
        elements.addAll(encoder.address(AddressSet.HAIRPINS, Ip.parse("10.36.0.1")));
        FromFilter read = withArp(elements);
        assertThat(read.corrections()).isEmpty();
        assertThat(read.state().config()).isEqualTo(config);
    }

    @Test
    void everyElementThatMakesNoSenseIsToBeRemoved() {
        FilterElements senseless = new FilterElements();
        NftElement frontend = NftElement.of(NftValue.u8(6), value("10.96.0.1"), NftValue.be16(80));
        senseless.add(SETS.services, frontend.mapTo(Verdict.DROP));
        senseless.add(SETS.inClusterMarks, frontend.mapTo(NftValue.u32(1)));
        senseless.add(SETS.restricted, frontend);
        senseless.add(SETS.hairpin, NftElement.of(value("10.36.0.1"), value("10.36.0.2")));
        senseless.add(SETS.pods, NftElement.range(value("10.0.0.1"), value("10.0.0.9")));
        senseless.add(SETS.nodeSource, NftElement.of(NftValue.u8(6)).mapTo(value("192.168.1.2")));
        senseless.add(SETS.changing, frontend);
        senseless.add(ArpTable.VIPS, NftElement.of(value("10.96.0.9")));
        assertThat(withArp(senseless).state()).isEqualTo(FilterState.EMPTY);
        assertThat(withArp(senseless).corrections())
                .hasSize(8)
                .hasSameElementsAs(senseless.become(new FilterElements()));
    }

    @Test
    void aRangeInsideAnotherIsToBeRemoved() {
        ToFilter encoder = new ToFilter(Family.IPV4, SETS);
        FilterElements elements = encoder.admission(WEB, sources("10.0.0.0/8"));
        FilterElements nested = encoder.admission(WEB, sources("10.1.0.0/16"));
        elements.addAll(nested);
        FromFilter read = withArp(elements);
        assertThat(read.state().admissions()).isEqualTo(Map.of(WEB, sources("10.0.0.0/8")));
        assertThat(read.corrections())
                .isEqualTo(nested.only(List.of(SETS.allowed)).become(new FilterElements()));
    }

    @Test
    void theTableForArpGetsTheVipsThatItLacks() {
        FilterElements elements = new ToFilter(Family.IPV4, SETS).address(AddressSet.VIPS, WEB.vip());
        FilterElements lacking = new FilterElements();
        lacking.add(ArpTable.VIPS, NftElement.of(value("10.96.0.1")));
        assertThat(withArp(elements).corrections()).isEqualTo(new FilterElements().become(lacking));
    }

    private static FromFilter withArp(FilterElements elements) {
        FromFilter read = new FromFilter(elements::of).read(SETS);
        read.readArp();
        return read;
    }

    private static Admission sources(String range) {
        return new Admission(Admission.Kind.EXTERNAL, 0, Optional.of(Set.of(Cidr.parse(range))));
    }

    private static Map<VirtualServer.Key, Admission> admissions(FilterElements elements) {
        return state(elements).admissions();
    }

    private static FilterState state(FilterElements elements) {
        return new FromFilter(elements::of).read(SETS).state();
    }

    private static NftValue value(String address) {
        return NftValue.address(Address.parse(address));
    }
}
