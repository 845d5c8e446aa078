package io.kubeipvs.daemon.kernel.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.AddressSet;
import io.kubeipvs.core.kernel.Admission;
import io.kubeipvs.core.kernel.FilterState;
import io.kubeipvs.core.kernel.Mark;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.nftables.NftElement;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import io.kubeipvs.netlink.nftables.expr.Verdict;
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
    @EnumSource(Admission.Kind.class)
    void everyKindOfAdmissionComesBack(Admission.Kind kind) {
        Admission admission =
                new Admission(kind, Mark.of(Protocol.TCP, "a/b:c"), Optional.of(Set.of(Cidr.parse("10.0.0.0/8"))));
        assertThat(admissions(new ToFilter(Family.IPV4, SETS).admission(WEB, admission)))
                .isEqualTo(Map.of(WEB, admission));
        assertThat(admissions(new ToFilter(Family.IPV4, SETS).admission(WEB, Admission.of(kind))))
                .isEqualTo(Map.of(WEB, Admission.of(kind)));
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
        assertThat(new FromFilter(elements).read(sets).state().admissions()).isEqualTo(Map.of(key, admission));
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
        elements.add(SETS.insideMarks, frontend.mapTo(NftValue.u32(1)));
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

    private static Map<VirtualServer.Key, Admission> admissions(FilterElements elements) {
        return state(elements).admissions();
    }

    private static FilterState state(FilterElements elements) {
        return new FromFilter(elements).read(SETS).state();
    }

    private static NftValue value(String address) {
        return NftValue.address(Address.parse(address));
    }
}
