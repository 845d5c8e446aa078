package io.kubeipvs.netlink.nftables;

import static io.kubeipvs.netlink.nftables.expr.Register.REG_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.netlink.Decoder;
import io.kubeipvs.netlink.Golden;
import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.nftables.expr.Bitwise;
import io.kubeipvs.netlink.nftables.expr.Cmp;
import io.kubeipvs.netlink.nftables.expr.Counter;
import io.kubeipvs.netlink.nftables.expr.Expression;
import io.kubeipvs.netlink.nftables.expr.Immediate;
import io.kubeipvs.netlink.nftables.expr.MetaKey;
import io.kubeipvs.netlink.nftables.expr.MetaLoad;
import io.kubeipvs.netlink.nftables.expr.MetaSet;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import io.kubeipvs.netlink.nftables.expr.PayloadLoad;
import io.kubeipvs.netlink.nftables.expr.Target;
import io.kubeipvs.netlink.nftables.expr.Unknown;
import io.kubeipvs.netlink.nftables.expr.Verdict;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tables that {@code iptables-nft} made: matches and targets of iptables stand between expressions that we know. */
class IptablesGoldenTest {
    private static final NftTable.Key NAT = new NftTable.Key(NftFamily.IP, "nat");
    private static final Decoder<Optional<NftChain>> CHAIN = message -> ChainCodec.decode(message, NAT);
    private static final Expression MATCH = new Unknown("match");

    @Test
    void listsRules() throws Exception {
        assertThat(Golden.decode(Golden.bytes("nftables/list-rules-iptables"), RuleCodec::decode))
                .containsExactly(
                        rule(
                                "KUBE-SERVICES",
                                5,
                                new MetaLoad(MetaKey.L4PROTO, REG_1),
                                new Cmp(REG_1, Cmp.Op.EQ, NftValue.u8(6)),
                                new PayloadLoad(PayloadLoad.Base.NETWORK_HEADER, 12, 2, REG_1),
                                new Cmp(REG_1, Cmp.Op.NEQ, NftValue.of((byte) 10, (byte) 200)),
                                MATCH,
                                Counter.ZERO,
                                Immediate.of(Verdict.jump("KUBE-MARK-MASQ"))),
                        rule("KUBE-SERVICES", 8, Counter.ZERO, Immediate.of(Verdict.RETURN)),
                        rule("OUTPUT", 4, MATCH, Counter.ZERO, Immediate.of(Verdict.jump("KUBE-SERVICES"))),
                        rule(
                                "POSTROUTING",
                                7,
                                new MetaLoad(MetaKey.MARK, REG_1),
                                new Bitwise(REG_1, REG_1, NftValue.u32(0x4000), NftValue.u32(0)),
                                new Cmp(REG_1, Cmp.Op.EQ, NftValue.u32(0x4000)),
                                Counter.ZERO,
                                new Target("MASQUERADE")));
    }

    @Test
    void findsTheTargetChainsOfRules() throws Exception {
        assertThat(Golden.decode(Golden.bytes("nftables/list-rules-iptables"), RuleCodec::decode))
                .extracting(NftRule::verdict)
                .containsExactly(
                        Optional.of(Verdict.jump("KUBE-MARK-MASQ")),
                        Optional.of(Verdict.RETURN),
                        Optional.of(Verdict.jump("KUBE-SERVICES")),
                        Optional.empty());
    }

    @Test
    void aValueThatIsLoadedIsNoVerdict() {
        Expression mark = new Immediate(REG_1, NftValue.u32(1));
        Expression set = new MetaSet(MetaKey.MARK, REG_1);

        assertThat(rule("c", 1, mark, set).verdict()).isEmpty();
        assertThat(rule("c", 1, mark, set, Immediate.of(Verdict.DROP)).verdict())
                .contains(Verdict.DROP);
    }

    @Test
    void listsChains() throws Exception {
        assertThat(Golden.decode(Golden.bytes("nftables/list-chains-iptables"), CHAIN))
                .containsExactly(
                        Optional.of(NftChain.regular(NAT, "KUBE-SERVICES")),
                        Optional.of(NftChain.regular(NAT, "KUBE-MARK-MASQ")),
                        Optional.of(NftChain.base(NAT, "OUTPUT", ChainType.NAT, Hook.OUTPUT, -100)),
                        Optional.of(NftChain.base(NAT, "POSTROUTING", ChainType.NAT, Hook.POSTROUTING, 100)));
    }

    @Test
    void survivesDamage() {
        Golden.assertSurvivesDamage("nftables/list-rules-iptables", RuleCodec::decode);
        Golden.assertSurvivesDamage("nftables/list-chains-iptables", CHAIN);
    }

    private static NftRule rule(String chain, long handle, Expression... expressions) {
        return new NftRule(new NftChain.Key(NAT, chain), handle, "", List.of(expressions));
    }
}
