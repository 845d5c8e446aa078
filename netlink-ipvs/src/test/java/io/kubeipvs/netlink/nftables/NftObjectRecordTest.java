package io.kubeipvs.netlink.nftables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import io.kubeipvs.netlink.nftables.expr.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NftObjectRecordTest {
    private static final NftTable TABLE = NftTable.of(NftFamily.IP, "kube");
    private static final NftSet VIPS = NftSet.of(TABLE.key(), "vips", DataType.IPV4_ADDR);
    private static final NftElement ADDRESS = NftElement.of(Address.parse("10.96.0.10"));

    @ParameterizedTest
    @ValueSource(strings = {"", "a\0b"})
    void namesAreSomething(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> NftTable.of(NftFamily.IP, name));
        assertThatIllegalArgumentException().isThrownBy(() -> NftChain.regular(TABLE.key(), name));
        assertThatIllegalArgumentException().isThrownBy(() -> NftSet.of(TABLE.key(), name, DataType.MARK));
    }

    @Test
    void namesAndCommentsHaveALimit() {
        assertThatIllegalArgumentException().isThrownBy(() -> NftTable.of(NftFamily.IP, "x".repeat(256)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ADDRESS.withComment("x".repeat(129)))
                .withMessageContaining("allowed are 128 bytes");
        assertThatIllegalArgumentException().isThrownBy(() -> VIPS.withComment("\u00e4".repeat(65)));
    }

    @Test
    void elementsFitTheirSet() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> put(VIPS, NftElement.of(NftValue.be16(80))))
                .withMessage("set ip kube vips { type ipv4_addr }: element 0x0050 has 2 bytes, a key there has 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> put(
                        VIPS,
                        NftElement.range(
                                NftValue.address(Address.parse("10.0.0.1")),
                                NftValue.address(Address.parse("10.0.0.2")))))
                .withMessageContaining("is a range, which only sets with SetFlag.INTERVAL have");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> put(VIPS, ADDRESS.mapTo(Verdict.DROP)))
                .withMessageContaining("has data, which only maps have");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> put(VIPS.mapTo(DataType.VERDICT), ADDRESS))
                .withMessageContaining("needs data");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> put(VIPS.mapTo(DataType.VERDICT), ADDRESS.mapTo(NftValue.u32(1))))
                .withMessageContaining("needs a verdict");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> put(VIPS.mapTo(DataType.MARK), ADDRESS.mapTo(Verdict.DROP)))
                .withMessageContaining("has a verdict");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> put(VIPS.mapTo(DataType.MARK), ADDRESS.mapTo(NftValue.be16(1))))
                .withMessageContaining("has data of 2 bytes");
    }

    @Test
    void rangesGoUpwards() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NftElement.range(NftValue.be16(2), NftValue.be16(1)))
                .withMessage("a range from 0x0002 to 0x0001 is impossible");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NftElement.range(NftValue.be16(0), NftValue.be32(0xFFFF)));
    }

    @Test
    void onlyFieldsInNetworkOrderHaveIntervals() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NftChange.PutSet(
                        NftSet.of(TABLE.key(), "marks", DataType.MARK).withFlags(SetFlag.INTERVAL), NftChange.Put.ADD))
                .withMessage("ip kube marks: intervals of mark cannot be written, its bytes are in host order");
    }

    @Test
    void toRemoveNothingIsNotToRemoveAll() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NftChange.RemoveElements(VIPS, List.of(), NftChange.Remove.DELETE));
    }

    @Test
    void timesAreNotNegative() {
        assertThatIllegalArgumentException().isThrownBy(() -> VIPS.withTimeout(Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> ADDRESS.withTimeout(Duration.ofSeconds(-1)));
    }

    @Test
    void onlyBaseChainsHaveAPolicy() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NftChain.regular(TABLE.key(), "c").withPolicy(ChainPolicy.DROP));
    }

    @Test
    void hooksOfLinksAreNotTakenForThoseOfAddresses() {
        NftTable.Key links = new NftTable.Key(NftFamily.NETDEV, "kube");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> NftChain.base(links, "c", ChainType.FILTER, Hook.PREROUTING, 0))
                .withMessage("netdev kube c: a hook prerouting of family netdev is not known here");
    }

    @Test
    void aConcatenationOfTypesThatAreNotKnownIsOneOfItsWidth() {
        int ipv4AndArpOperation = DataType.IPV4_ADDR.number() << 6 | 11;

        assertThat(DataType.split(ipv4AndArpOperation, 8))
                .singleElement()
                .satisfies(type -> assertThat(type.width()).isEqualTo(8));
        assertThat(DataType.split(0, 16))
                .singleElement()
                .satisfies(type -> assertThat(type.width()).isEqualTo(16));
    }

    private static void put(NftSet set, NftElement element) {
        new NftChange.PutElements(set, List.of(element), NftChange.Put.ADD);
    }
}
