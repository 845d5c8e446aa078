package io.kubeipvs.netlink.nftables;

import static io.kubeipvs.netlink.nftables.expr.Register.NONE;
import static io.kubeipvs.netlink.nftables.expr.Register.REG_1;
import static io.kubeipvs.netlink.nftables.expr.Register.REG_2;
import static io.kubeipvs.netlink.nftables.expr.Register.VERDICT;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.nftables.expr.AddressType;
import io.kubeipvs.netlink.nftables.expr.Bitwise;
import io.kubeipvs.netlink.nftables.expr.Cmp;
import io.kubeipvs.netlink.nftables.expr.Counter;
import io.kubeipvs.netlink.nftables.expr.CtDirection;
import io.kubeipvs.netlink.nftables.expr.CtKey;
import io.kubeipvs.netlink.nftables.expr.CtLoad;
import io.kubeipvs.netlink.nftables.expr.CtSet;
import io.kubeipvs.netlink.nftables.expr.CtState;
import io.kubeipvs.netlink.nftables.expr.Dynset;
import io.kubeipvs.netlink.nftables.expr.Expression;
import io.kubeipvs.netlink.nftables.expr.Fib;
import io.kubeipvs.netlink.nftables.expr.Immediate;
import io.kubeipvs.netlink.nftables.expr.Limit;
import io.kubeipvs.netlink.nftables.expr.Log;
import io.kubeipvs.netlink.nftables.expr.Lookup;
import io.kubeipvs.netlink.nftables.expr.Masquerade;
import io.kubeipvs.netlink.nftables.expr.MetaKey;
import io.kubeipvs.netlink.nftables.expr.MetaLoad;
import io.kubeipvs.netlink.nftables.expr.MetaSet;
import io.kubeipvs.netlink.nftables.expr.Nat;
import io.kubeipvs.netlink.nftables.expr.NatFlag;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import io.kubeipvs.netlink.nftables.expr.Notrack;
import io.kubeipvs.netlink.nftables.expr.PayloadLoad;
import io.kubeipvs.netlink.nftables.expr.Range;
import io.kubeipvs.netlink.nftables.expr.Redirect;
import io.kubeipvs.netlink.nftables.expr.Register;
import io.kubeipvs.netlink.nftables.expr.RegisterRange;
import io.kubeipvs.netlink.nftables.expr.Reject;
import io.kubeipvs.netlink.nftables.expr.Shift;
import io.kubeipvs.netlink.nftables.expr.Verdict;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Rules, each with the name of the golden message in which nft requests it. */
final class NftRuleSamples {
    static final Expression L4PROTO = new MetaLoad(MetaKey.L4PROTO, REG_1);
    static final Expression ACCEPT = Immediate.of(Verdict.ACCEPT);
    static final List<Expression> IS_IPV4 = List.of(new MetaLoad(MetaKey.NFPROTO, REG_1), equal(NftValue.u8(2)));
    static final List<Expression> IS_IPV6 = List.of(new MetaLoad(MetaKey.NFPROTO, REG_1), equal(NftValue.u8(10)));
    static final List<Expression> IS_TCP = List.of(L4PROTO, equal(NftValue.u8(6)));
    static final Expression SADDR = new PayloadLoad(PayloadLoad.Base.NETWORK_HEADER, 12, 4, REG_1);
    static final Expression DADDR = new PayloadLoad(PayloadLoad.Base.NETWORK_HEADER, 16, 4, REG_1);
    static final Expression DPORT = new PayloadLoad(PayloadLoad.Base.TRANSPORT_HEADER, 2, 2, REG_1);

    private NftRuleSamples() {}

    static Expression equal(NftValue value) {
        return new Cmp(REG_1, Cmp.Op.EQ, value);
    }

    static NftRule inet(String chain, Object... expressions) {
        return rule(NftFamily.INET, "t", chain, "", expressions);
    }

    static NftRule listed(String chain, long handle, String comment, Object... expressions) {
        return rule(NftFamily.INET, "t", chain, comment, expressions).withHandle(handle);
    }

    static NftRule rule(NftFamily family, String table, String chain, String comment, Object... expressions) {
        List<Expression> flat = Stream.of(expressions)
                .flatMap(one -> one instanceof List<?> many ? many.stream() : Stream.of(one))
                .map(Expression.class::cast)
                .toList();
        return new NftRule(new NftChain.Key(new NftTable.Key(family, table), chain), 0, comment, flat);
    }

    /** The requests of nft, which our bytes equal. */
    static Stream<Arguments> alike() {
        return Stream.of(
                Arguments.of(
                        "nft-fib",
                        inet(
                                "c",
                                new Fib(Fib.Flag.DADDR, Fib.Result.ADDRTYPE, REG_1),
                                equal(NftValue.u32(AddressType.LOCAL)),
                                Counter.ZERO,
                                ACCEPT)),
                Arguments.of(
                        "nft-iifname-ct-state",
                        inet(
                                "c",
                                new MetaLoad(MetaKey.IIFNAME, REG_1),
                                equal(NftValue.interfaceName("kube-ipvs0")),
                                new CtLoad(CtKey.STATE, CtDirection.NONE, REG_1),
                                new Bitwise(
                                        REG_1,
                                        REG_1,
                                        NftValue.u32(CtState.ESTABLISHED | CtState.RELATED),
                                        NftValue.u32(0)),
                                new Cmp(REG_1, Cmp.Op.NEQ, NftValue.u32(0)),
                                ACCEPT)),
                Arguments.of("nft-reject-tcp-reset", inet("c", IS_TCP, Reject.TCP_RESET)),
                Arguments.of(
                        "nft-ct-original",
                        inet(
                                "c",
                                IS_TCP,
                                new CtLoad(CtKey.DST_IP, CtDirection.ORIGINAL, REG_1),
                                equal(NftValue.address(Address.parse("10.96.0.10"))),
                                new CtLoad(CtKey.PROTO_DST, CtDirection.ORIGINAL, REG_1),
                                equal(NftValue.be16(53)),
                                Immediate.of(Verdict.jump("x")))),
                Arguments.of(
                        "nft-limit-log",
                        inet(
                                "c",
                                new Limit(10, 60, 20, false, true),
                                new Log("kube-ipvs ", 6, 0, Log.NO_GROUP),
                                Immediate.of(Verdict.DROP))),
                Arguments.of("nft-log-group", inet("c", new Log("x", Log.WARNING, 0, 2))),
                Arguments.of(
                        "nft-port-range",
                        inet(
                                "c",
                                IS_TCP,
                                DPORT,
                                new Range(REG_1, true, NftValue.be16(30000), NftValue.be16(32767)),
                                Immediate.of(Verdict.RETURN))),
                Arguments.of("nft-notrack", inet("p", new Notrack())),
                Arguments.of(
                        "nft-ct-mark-set",
                        inet("c", new MetaLoad(MetaKey.MARK, REG_1), new CtSet(CtKey.MARK, CtDirection.NONE, REG_1))),
                Arguments.of(
                        "nft-shift",
                        inet(
                                "c",
                                new MetaLoad(MetaKey.MARK, REG_1),
                                new Shift(REG_1, REG_1, 4, Bitwise.Op.LSHIFT, 4),
                                new MetaSet(MetaKey.MARK, REG_1))),
                Arguments.of(
                        "nft-reject-v6",
                        rule(
                                NftFamily.IP6,
                                "t6",
                                "c",
                                "",
                                new PayloadLoad(PayloadLoad.Base.NETWORK_HEADER, 24, 16, REG_1),
                                new Bitwise(
                                        REG_1,
                                        REG_1,
                                        NftValue.address(Address.parse("ffff:ffff:ffff:fffe::")),
                                        NftValue.address(Address.parse("::"))),
                                equal(NftValue.address(Address.parse("fd00::"))),
                                new Reject(Reject.Type.ICMP_UNREACH, 1))));
    }

    /** The requests of nft for address translation, which our bytes equal. */
    static Stream<Arguments> alikeInNat() {
        return Stream.of(
                Arguments.of(
                        "nft-dnat",
                        rule(
                                NftFamily.IP,
                                "t4",
                                "d",
                                "",
                                IS_TCP,
                                DPORT,
                                equal(NftValue.be16(8080)),
                                new Immediate(REG_1, NftValue.address(Address.parse("10.0.0.1"))),
                                new Immediate(REG_2, NftValue.be16(80)),
                                new Nat(
                                        Nat.Type.DNAT,
                                        NftFamily.IP,
                                        0,
                                        RegisterRange.of(REG_1),
                                        RegisterRange.of(REG_2)))),
                Arguments.of(
                        "nft-dnat-v6-range",
                        inet(
                                "d",
                                new Immediate(REG_1, NftValue.address(Address.parse("fd00::1"))),
                                new Immediate(REG_2, NftValue.address(Address.parse("fd00::9"))),
                                new Nat(
                                        Nat.Type.DNAT,
                                        NftFamily.IP6,
                                        NatFlag.PERSISTENT,
                                        new RegisterRange(REG_1, REG_2),
                                        RegisterRange.NONE))),
                Arguments.of(
                        "nft-masquerade-ports",
                        inet(
                                "n",
                                IS_TCP,
                                new Immediate(REG_1, NftValue.be16(1024)),
                                new Immediate(REG_2, NftValue.be16(65535)),
                                new Masquerade(NatFlag.PROTO_RANDOM, new RegisterRange(REG_1, REG_2)))),
                Arguments.of(
                        "nft-redirect",
                        inet(
                                "d",
                                IS_TCP,
                                DPORT,
                                equal(NftValue.be16(8080)),
                                new Immediate(REG_1, NftValue.be16(80)),
                                new Redirect(0, RegisterRange.of(REG_1)))));
    }

    /**
     * The requests of nft that have one attribute more than ours: the number of a set besides its name, or the
     * operation that is meant anyway.
     */
    static Stream<Arguments> alikeButForOneAttribute() {
        return Stream.of(
                Arguments.of(
                        "nft-mark-or",
                        inet(
                                "c",
                                new MetaLoad(MetaKey.MARK, REG_1),
                                new Bitwise(REG_1, REG_1, NftValue.u32(~0x4000), NftValue.u32(0x4000)),
                                new MetaSet(MetaKey.MARK, REG_1))),
                Arguments.of(
                        "nft-vmap",
                        inet(
                                "c",
                                IS_IPV4,
                                L4PROTO,
                                new PayloadLoad(PayloadLoad.Base.NETWORK_HEADER, 16, 4, Register.ofWord(1)),
                                new PayloadLoad(PayloadLoad.Base.TRANSPORT_HEADER, 2, 2, Register.ofWord(2)),
                                new Lookup("services", REG_1, VERDICT, false))),
                Arguments.of(
                        "nft-masquerade-set",
                        rule(
                                NftFamily.INET,
                                "t",
                                "n",
                                "pods leaving",
                                IS_IPV4,
                                SADDR,
                                new Lookup("v4", REG_1, NONE, false),
                                Masquerade.ANY_PORT)),
                Arguments.of(
                        "nft-masquerade-v6",
                        inet(
                                "n",
                                IS_IPV6,
                                new PayloadLoad(PayloadLoad.Base.NETWORK_HEADER, 8, 16, REG_1),
                                new Lookup("v6", REG_1, NONE, false),
                                new Masquerade(NatFlag.PROTO_RANDOM_FULLY, RegisterRange.NONE))),
                Arguments.of(
                        "nft-reject-icmpx",
                        inet(
                                "c",
                                IS_IPV4,
                                DADDR,
                                new Lookup("v4", REG_1, NONE, true),
                                Reject.icmpx(Reject.IcmpxCode.ADMIN_PROHIBITED))),
                Arguments.of(
                        "nft-mark-from-map",
                        inet(
                                "c",
                                IS_IPV4,
                                DADDR,
                                new Lookup("marks", REG_1, REG_1, false),
                                new MetaSet(MetaKey.MARK, REG_1))),
                Arguments.of(
                        "nft-dynset",
                        inet(
                                "c",
                                IS_IPV4,
                                SADDR,
                                new Dynset(
                                        "dyn",
                                        Dynset.Op.UPDATE,
                                        REG_1,
                                        NONE,
                                        0,
                                        false,
                                        List.of(new Limit(5, 1, 5, false, false), Counter.ZERO)))));
    }
}
