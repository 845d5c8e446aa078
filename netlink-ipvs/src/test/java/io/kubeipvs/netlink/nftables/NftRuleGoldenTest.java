package io.kubeipvs.netlink.nftables;

import static io.kubeipvs.netlink.nftables.expr.Register.NONE;
import static io.kubeipvs.netlink.nftables.expr.Register.REG_1;
import static io.kubeipvs.netlink.nftables.expr.Register.REG_2;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.Golden;
import io.kubeipvs.netlink.MessageFlags;
import io.kubeipvs.netlink.RequestWriter;
import io.kubeipvs.netlink.netfilter.NetfilterHeader;
import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.netfilter.Subsystem;
import io.kubeipvs.netlink.nftables.expr.Counter;
import io.kubeipvs.netlink.nftables.expr.Dynset;
import io.kubeipvs.netlink.nftables.expr.Expression;
import io.kubeipvs.netlink.nftables.expr.Immediate;
import io.kubeipvs.netlink.nftables.expr.Lookup;
import io.kubeipvs.netlink.nftables.expr.Masquerade;
import io.kubeipvs.netlink.nftables.expr.Nat;
import io.kubeipvs.netlink.nftables.expr.NatFlag;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import io.kubeipvs.netlink.nftables.expr.RegisterRange;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules as nft requests them and as the kernel lists them, byte for byte. */
class NftRuleGoldenTest {
    private static final int NEWRULE = 6;
    private static final int APPEND = 0x800;
    private static final int FLAGS = 6;

    @ParameterizedTest
    @MethodSource({
        "io.kubeipvs.netlink.nftables.NftRuleSamples#alike",
        "io.kubeipvs.netlink.nftables.NftRuleSamples#alikeInNat"
    })
    void readsAndWritesTheBytesOfNft(String name, NftRule rule) throws Exception {
        byte[] theirs = Golden.bytes("nftables/" + name);
        assertThat(Golden.decode(theirs, RuleCodec::decode)).containsExactly(rule);

        theirs[FLAGS] |= MessageFlags.ACK;
        assertThat(Golden.encode(rule, NftRuleGoldenTest::encode, theirs)).isEqualTo(theirs);
    }

    @ParameterizedTest
    @MethodSource("io.kubeipvs.netlink.nftables.NftRuleSamples#alikeButForOneAttribute")
    void readsTheBytesOfNftAndWritesOneAttributeLess(String name, NftRule rule) throws Exception {
        byte[] theirs = Golden.bytes("nftables/" + name);
        assertThat(Golden.decode(theirs, RuleCodec::decode)).containsExactly(rule);

        byte[] ours = Golden.encode(rule, NftRuleGoldenTest::encode, theirs);
        assertThat(Golden.decode(ours, RuleCodec::decode)).containsExactly(rule);
        int attribute = 8;
        assertThat(ours).hasSize(theirs.length - attribute);
    }

    @Test
    void readsAListOfTheKernel() throws Exception {
        Expression inV4 = new Lookup("v4", REG_1, NONE, false);
        Expression everyHalfMinute =
                new Dynset("dyn", Dynset.Op.UPDATE, REG_1, NONE, 30_000, false, List.of(Counter.ZERO));
        Nat toRange = new Nat(
                Nat.Type.DNAT, NftFamily.IP6, NatFlag.PERSISTENT, new RegisterRange(REG_1, REG_2), RegisterRange.NONE);

        assertThat(Golden.decode(Golden.bytes("nftables/list-rules"), RuleCodec::decode))
                .containsExactly(
                        NftRuleSamples.listed(
                                "n",
                                14,
                                "pods leaving",
                                NftRuleSamples.IS_IPV4,
                                NftRuleSamples.SADDR,
                                inV4,
                                Masquerade.ANY_PORT),
                        NftRuleSamples.listed(
                                "c", 31, "", NftRuleSamples.IS_IPV4, NftRuleSamples.SADDR, everyHalfMinute),
                        NftRuleSamples.listed(
                                "d",
                                44,
                                "",
                                new Immediate(REG_1, NftValue.address(Address.parse("fd00::1"))),
                                new Immediate(REG_2, NftValue.address(Address.parse("fd00::9"))),
                                toRange));
    }

    @ParameterizedTest
    @MethodSource({
        "io.kubeipvs.netlink.nftables.NftRuleSamples#alike",
        "io.kubeipvs.netlink.nftables.NftRuleSamples#alikeInNat",
        "io.kubeipvs.netlink.nftables.NftRuleSamples#alikeButForOneAttribute"
    })
    void survivesDamage(String name, NftRule rule) {
        Golden.assertSurvivesDamage("nftables/" + name, RuleCodec::decode);
    }

    @Test
    void listsSurviveDamage() {
        Golden.assertSurvivesDamage("nftables/list-rules", RuleCodec::decode);
    }

    static void encode(NftRule rule, RequestWriter out) {
        int flags = MessageFlags.CREATE | APPEND;
        AttributeWriter attributes =
                out.begin(Subsystem.messageType(Subsystem.NFTABLES, NEWRULE), flags, RuleCodec.Attr.LAYOUT);
        NetfilterHeader.write(attributes, rule.chain().table().family().number(), 0);
        RuleCodec.write(rule, attributes);
    }
}
