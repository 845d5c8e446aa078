package io.kubeipvs.netlink.nftables;

import static io.kubeipvs.netlink.netfilter.NftFamily.INET;
import static io.kubeipvs.netlink.netfilter.NftFamily.IP;
import static io.kubeipvs.netlink.netfilter.NftFamily.IP6;
import static io.kubeipvs.netlink.nftables.RuleBuilder.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.Golden;
import io.kubeipvs.netlink.nftables.expr.AddressType;
import io.kubeipvs.netlink.nftables.expr.Cmp;
import io.kubeipvs.netlink.nftables.expr.Counter;
import io.kubeipvs.netlink.nftables.expr.CtState;
import io.kubeipvs.netlink.nftables.expr.Dynset;
import io.kubeipvs.netlink.nftables.expr.Expression;
import io.kubeipvs.netlink.nftables.expr.Immediate;
import io.kubeipvs.netlink.nftables.expr.Lookup;
import io.kubeipvs.netlink.nftables.expr.MetaKey;
import io.kubeipvs.netlink.nftables.expr.MetaLoad;
import io.kubeipvs.netlink.nftables.expr.Nat;
import io.kubeipvs.netlink.nftables.expr.NatFlag;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import io.kubeipvs.netlink.nftables.expr.PayloadLoad;
import io.kubeipvs.netlink.nftables.expr.Register;
import io.kubeipvs.netlink.nftables.expr.RegisterRange;
import io.kubeipvs.netlink.nftables.expr.Reject;
import io.kubeipvs.netlink.nftables.expr.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RuleBuilderTest {
    private static final NftChain.Key INET_CHAIN = new NftChain.Key(new NftTable.Key(INET, "t"), "c");
    private static final NftChain.Key IP_CHAIN = new NftChain.Key(new NftTable.Key(IP, "t"), "c");
    private static final NftChain.Key IP6_CHAIN = new NftChain.Key(new NftTable.Key(IP6, "t"), "c");

    /** Rules whose expressions nft was seen to send for the text in the golden's first line. */
    static Stream<Arguments> rules() {
        Address v4 = Address.parse("10.96.0.10");
        return Stream.of(
                Arguments.of(
                        "nft-vmap",
                        rule(INET).verdictOf("services", Fields.META_L4PROTO, Fields.IP_DADDR, Fields.TH_DPORT)),
                Arguments.of(
                        "nft-masquerade-set",
                        rule(INET).isIn("v4", Fields.IP_SADDR).masquerade().comment("pods leaving")),
                Arguments.of("nft-mark-or", rule(INET).orMark(0x4000)),
                Arguments.of(
                        "nft-fib",
                        rule(INET)
                                .is(Fields.FIB_DADDR_TYPE, AddressType.LOCAL)
                                .counter()
                                .accept()),
                Arguments.of(
                        "nft-iifname-ct-state",
                        rule(INET)
                                .is(Fields.IIFNAME, "kube-ipvs0")
                                .hasAny(Fields.CT_STATE, CtState.ESTABLISHED | CtState.RELATED)
                                .accept()),
                Arguments.of("nft-reject-tcp-reset", rule(INET).rejectWithTcpReset()),
                Arguments.of(
                        "nft-ct-original",
                        rule(INET)
                                .is(Fields.META_L4PROTO, 6)
                                .is(Fields.CT_ORIGINAL_IP_DADDR, v4)
                                .is(Fields.CT_ORIGINAL_PROTO_DST, 53)
                                .verdict(Verdict.jump("x"))),
                Arguments.of(
                        "nft-masquerade-v6",
                        rule(INET).isIn("v6", Fields.IP6_SADDR).masquerade(NatFlag.PROTO_RANDOM_FULLY)),
                Arguments.of(
                        "nft-port-range",
                        rule(INET).isNotBetween(Fields.TCP_DPORT, 30000, 32767).verdict(Verdict.RETURN)),
                Arguments.of(
                        "nft-reject-icmpx",
                        rule(INET).isNotIn("v4", Fields.IP_DADDR).rejectWithIcmpx(Reject.IcmpxCode.ADMIN_PROHIBITED)),
                Arguments.of("nft-ct-mark-set", rule(INET).saveMark()),
                Arguments.of("nft-mark-from-map", rule(INET).setMarkOf("marks", Fields.IP_DADDR)),
                Arguments.of(
                        "nft-masquerade-ports",
                        rule(INET).is(Fields.META_L4PROTO, 6).masquerade(NatFlag.PROTO_RANDOM, 1024, 65535)),
                Arguments.of(
                        "nft-reject-v6",
                        rule(IP6)
                                .isWithin(Fields.IP6_DADDR, Address.parse("fd00::1"), 63)
                                .rejectWithIcmp(IP6, 1)),
                Arguments.of("nft-dnat", rule(IP).is(Fields.TCP_DPORT, 8080).dnat(Address.parse("10.0.0.1"), 80)));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void buildsTheExpressionsOfNft(String golden, RuleBuilder built) throws Exception {
        NftRule theirs = Golden.decode(Golden.bytes("nftables/" + golden), RuleCodec::decode)
                .get(0);

        assertThat(built.in(theirs.chain())).isEqualTo(theirs);
    }

    @Test
    void makesSureOfFamilyAndProtocolOnlyOnce() {
        assertThat(rule(INET)
                        .is(Fields.IP_SADDR, Address.parse("10.0.0.1"))
                        .is(Fields.TCP_DPORT, 80)
                        .is(Fields.IP_DADDR, Address.parse("10.0.0.2"))
                        .rejectWithTcpReset()
                        .in(INET_CHAIN)
                        .expressions())
                .filteredOn(MetaLoad.class::isInstance)
                .containsExactly(
                        new MetaLoad(MetaKey.NFPROTO, Register.REG_1), new MetaLoad(MetaKey.L4PROTO, Register.REG_1));
    }

    @Test
    void asksATableOfOneFamilyForNoFamily() {
        assertThat(rule(IP).isIn("v4", Fields.IP_SADDR).in(IP_CHAIN).expressions())
                .hasSize(2);
    }

    @Test
    void loadsOnlyTheBytesThatAPrefixNeeds() {
        List<Expression> expressions = rule(IP).isWithin(Fields.IP_SADDR, Address.parse("10.1.2.3"), 16)
                .in(IP_CHAIN)
                .expressions();

        assertThat(expressions)
                .containsExactly(
                        new PayloadLoad(PayloadLoad.Base.NETWORK_HEADER, 12, 2, Register.REG_1),
                        new Cmp(Register.REG_1, Cmp.Op.EQ, NftValue.of((byte) 10, (byte) 1)));
    }

    @Test
    void refusesMatchesThatNoPacketHas() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rule(IP).isIn("v6", Fields.IP6_SADDR))
                .withMessage("no packet here is of the family ip6");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rule(INET).isIn("v4", Fields.IP_SADDR).isIn("v6", Fields.IP6_SADDR))
                .withMessage("no packet here is of the family ip6");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rule(INET).is(Fields.TCP_DPORT, 80).is(Fields.UDP_DPORT, 80))
                .withMessage("no packet here is of the protocol 17");
    }

    @Test
    void refusesValuesThatDoNotFitTheField() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rule(INET).is(Fields.TCP_DPORT, 65536))
                .withMessage("65536 is no value of a field of 2 bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rule(INET).is(Fields.IP_SADDR, Address.parse("fd00::1")))
                .withMessageContaining("has not the 4 bytes of the field");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rule(INET).isBetween(Fields.META_MARK, 1, 2))
                .withMessage("a field in the host's byte order has no ranges");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rule(INET).isWithin(Fields.IP_SADDR, Address.parse("10.0.0.0"), 0))
                .withMessage("prefix 0: allowed are 1 to 32");
    }

    @Test
    void aTimeoutIsInMilliseconds() {
        assertThat(rule(IP).update("recent", Duration.ofSeconds(30), Fields.IP_SADDR)
                        .in(IP_CHAIN)
                        .expressions())
                .contains(new Dynset(
                        "recent", Dynset.Op.UPDATE, Register.REG_1, Register.NONE, 30_000, false, List.of()));
    }

    @Test
    void translatesToTheDataOfAMapAndToAField() {
        assertThat(rule(IP6)
                        .snatOf("origins", 1024, 29999, 0, Fields.OIFNAME)
                        .in(IP6_CHAIN)
                        .expressions())
                .endsWith(
                        new Lookup("origins", Register.REG_1, Register.REG_1, false),
                        new Immediate(Register.REG_2, NftValue.be16(1024)),
                        new Immediate(Register.REG_3, NftValue.be16(29999)),
                        new Nat(
                                Nat.Type.SNAT,
                                IP6,
                                0,
                                RegisterRange.of(Register.REG_1),
                                new RegisterRange(Register.REG_2, Register.REG_3)));
        assertThat(rule(IP).dnat(Fields.IP_DADDR).in(IP_CHAIN).expressions())
                .containsExactly(
                        new PayloadLoad(PayloadLoad.Base.NETWORK_HEADER, 16, 4, Register.REG_1),
                        new Nat(Nat.Type.DNAT, IP, 0, RegisterRange.of(Register.REG_1), RegisterRange.NONE));
    }

    @Test
    void refusesAChainOfAnotherFamily() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rule(IP).accept().in(INET_CHAIN))
                .withMessage("a rule for the family ip in the chain inet t c");
    }

    @Test
    void aListedRuleIsAsWrittenWithoutHandleAndCounts() {
        NftRule wanted = rule(IP).counter().accept().comment("all").in(IP_CHAIN);
        NftRule listed = new NftRule(IP_CHAIN, 7, "all", List.of(new Counter(180, 3), Immediate.of(Verdict.ACCEPT)));

        assertThat(listed.asWritten()).isEqualTo(wanted);
        assertThat(wanted.withHandle(7)).isNotEqualTo(wanted);
    }
}
