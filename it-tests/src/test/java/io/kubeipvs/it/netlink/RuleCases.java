package io.kubeipvs.it.netlink;

import static io.kubeipvs.netlink.netfilter.NftFamily.INET;
import static io.kubeipvs.netlink.netfilter.NftFamily.IP;
import static io.kubeipvs.netlink.netfilter.NftFamily.IP6;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.nftables.Fields;
import io.kubeipvs.netlink.nftables.RuleBuilder;
import io.kubeipvs.netlink.nftables.expr.AddressType;
import io.kubeipvs.netlink.nftables.expr.CtState;
import io.kubeipvs.netlink.nftables.expr.CtStatus;
import io.kubeipvs.netlink.nftables.expr.Fib;
import io.kubeipvs.netlink.nftables.expr.Hash;
import io.kubeipvs.netlink.nftables.expr.MetaKey;
import io.kubeipvs.netlink.nftables.expr.MetaSet;
import io.kubeipvs.netlink.nftables.expr.Numgen;
import io.kubeipvs.netlink.nftables.expr.Register;
import io.kubeipvs.netlink.nftables.expr.Verdict;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Rules in {@code nft}'s words, as it lists them, and in ours. */
final class RuleCases {

    /** Chains that every table of these tests has. */
    static final String FILTER = "filter";

    static final String PREROUTING = "prerouting";
    static final String POSTROUTING = "postrouting";

    /** The objects in every table of these tests that the rules refer to. */
    static final String OBJECTS = """
            set v4 { type ipv4_addr; }
            set v6 { type ipv6_addr; }
            set ports { type inet_proto . inet_service; }
            set sources { type ipv4_addr . inet_service . ipv4_addr; flags interval; }
            set recent { type ipv4_addr; flags dynamic,timeout; timeout 1m; }
            map marks { type ipv4_addr : mark; }
            map marks6 { type inet_proto . ipv6_addr . inet_service : mark; }
            map origins { type ifname : ipv4_addr; }
            map origins6 { type inet_proto : ipv6_addr; }
            set links { type ifname; flags interval; elements = { "cali*", "cbr0" } }
            map services4 { type inet_proto . ipv4_addr . inet_service : verdict; }
            map dialled { type ipv4_addr . inet_service : verdict; }
            map services6 { type inet_proto . ipv6_addr . inet_service : verdict; }
            chain other { }
            chain filter { type filter hook input priority 0; }
            chain prerouting { type nat hook prerouting priority -100; }
            chain postrouting { type nat hook postrouting priority 100; }
            """;

    static final Set<NftFamily> ALL = EnumSet.of(INET, IP, IP6);
    static final Set<NftFamily> V4 = EnumSet.of(INET, IP);
    static final Set<NftFamily> V6 = EnumSet.of(INET, IP6);

    static final Address VIP4 = Address.parse("10.96.0.10");
    static final Address VIP6 = Address.parse("fd00:96::a");

    /** One rule: the families and the chain that it can stand in, its text, and what builds it. */
    record Case(Set<NftFamily> families, String chain, String text, UnaryOperator<RuleBuilder> build) {

        @Override
        public String toString() {
            return text;
        }
    }

    private RuleCases() {}

    /** Those for a family's chain. */
    static List<Case> of(NftFamily family, String chain) {
        return Stream.of(meta(), conntrack(), fib(), choices(), packets(), RuleActionCases.all())
                .flatMap(List::stream)
                .filter(one -> one.families().contains(family) && one.chain().equals(chain))
                .toList();
    }

    static Case filter(Set<NftFamily> families, String text, UnaryOperator<RuleBuilder> build) {
        return new Case(families, FILTER, text, build);
    }

    private static List<Case> meta() {
        return List.of(
                filter(
                        ALL,
                        "iifname \"kube-ipvs0\" accept",
                        r -> r.is(Fields.IIFNAME, "kube-ipvs0").accept()),
                filter(
                        ALL,
                        "iifname != \"kube-ipvs0\" drop",
                        r -> r.isNot(Fields.IIFNAME, "kube-ipvs0").drop()),
                filter(
                        ALL,
                        "iifname \"veth*\" accept",
                        r -> r.is(Fields.IIFNAME, "veth*").accept()),
                filter(
                        ALL,
                        "oifname \"eth0\" accept",
                        r -> r.is(Fields.OIFNAME, "eth0").accept()),
                filter(ALL, "iif \"lo\" accept", r -> r.is(Fields.IIF, 1).accept()),
                filter(
                        ALL,
                        "meta l4proto tcp accept",
                        r -> r.is(Fields.META_L4PROTO, 6).accept()),
                filter(
                        EnumSet.of(INET),
                        "meta nfproto ipv6 accept",
                        r -> r.is(Fields.META_NFPROTO, 10).accept()),
                filter(ALL, "meta cpu 1 accept", r -> r.is(Fields.META_CPU, 1).accept()),
                filter(
                        ALL,
                        "meta mark 0x00004000 accept",
                        r -> r.is(Fields.META_MARK, 0x4000).accept()),
                filter(
                        ALL,
                        "meta mark & 0x00004000 == 0x00004000 accept",
                        r -> r.has(Fields.META_MARK, 0x4000, 0x4000).accept()),
                filter(
                        ALL,
                        "meta mark & 0x00004000 != 0x00004000 return",
                        r -> r.hasNot(Fields.META_MARK, 0x4000, 0x4000).verdict(Verdict.RETURN)),
                filter(ALL, "meta mark set 0x00000010", r -> r.setMark(0x10)),
                filter(ALL, "meta mark set meta mark | 0x00004000", r -> r.orMark(0x4000)),
                filter(ALL, "meta mark set meta mark & 0xffffbfff", r -> r.andMark(~0x4000)));
    }

    private static List<Case> conntrack() {
        return List.of(
                filter(
                        ALL,
                        "ct state established,related accept",
                        r -> r.hasAny(Fields.CT_STATE, CtState.ESTABLISHED | CtState.RELATED)
                                .accept()),
                filter(
                        ALL,
                        "ct state != new accept",
                        r -> r.isNot(Fields.CT_STATE, CtState.NEW).accept()),
                filter(
                        ALL,
                        "ct state invalid drop",
                        r -> r.hasAny(Fields.CT_STATE, CtState.INVALID).drop()),
                filter(
                        ALL,
                        "ct status dnat accept",
                        r -> r.hasAny(Fields.CT_STATUS, CtStatus.DST_NAT).accept()),
                filter(
                        ALL,
                        "ct status ! dnat return",
                        r -> r.has(Fields.CT_STATUS, CtStatus.DST_NAT, 0).verdict(Verdict.RETURN)),
                filter(
                        ALL,
                        "ct direction original accept",
                        r -> r.is(Fields.CT_DIRECTION, 0).accept()),
                filter(
                        ALL,
                        "ct mark 0x00004000 accept",
                        r -> r.is(Fields.CT_MARK, 0x4000).accept()),
                filter(ALL, "ct mark set meta mark", RuleBuilder::saveMark),
                filter(ALL, "meta mark set ct mark", RuleBuilder::restoreMark),
                filter(
                        V4,
                        "ct original ip daddr 10.96.0.10 accept",
                        r -> r.is(Fields.CT_ORIGINAL_IP_DADDR, VIP4).accept()),
                filter(
                        V6,
                        "ct original ip6 daddr fd00:96::a accept",
                        r -> r.is(Fields.CT_ORIGINAL_IP6_DADDR, VIP6).accept()),
                filter(
                        ALL,
                        "meta l4proto tcp ct original proto-dst 53 accept",
                        r -> r.is(Fields.META_L4PROTO, 6)
                                .is(Fields.CT_ORIGINAL_PROTO_DST, 53)
                                .accept()));
    }

    private static List<Case> fib() {
        return List.of(
                filter(
                        ALL,
                        "fib daddr type local accept",
                        r -> r.is(Fields.FIB_DADDR_TYPE, AddressType.LOCAL).accept()),
                filter(
                        ALL,
                        "fib daddr . iif type local accept",
                        r -> r.is(Fields.fib(Fib.Flag.DADDR | Fib.Flag.IIF, Fib.Result.ADDRTYPE), AddressType.LOCAL)
                                .accept()),
                filter(
                        ALL,
                        "fib saddr . iif oif missing drop",
                        r -> r.is(Fields.fib(Fib.Flag.SADDR | Fib.Flag.IIF | Fib.Flag.PRESENT, Fib.Result.OIF), 0)
                                .drop()));
    }

    private static List<Case> choices() {
        return List.of(
                filter(
                        ALL,
                        "meta mark set numgen random mod 5",
                        r -> r.then(new Numgen(Numgen.Type.RANDOM, 5, 0, Register.REG_1))
                                .then(new MetaSet(MetaKey.MARK, Register.REG_1))),
                filter(
                        ALL,
                        "meta mark set numgen inc mod 3 offset 7",
                        r -> r.then(new Numgen(Numgen.Type.INCREMENTAL, 3, 7, Register.REG_1))
                                .then(new MetaSet(MetaKey.MARK, Register.REG_1))),
                filter(
                        V4,
                        "ip saddr 10.96.0.10 meta mark set jhash ip saddr mod 5 seed 0x1",
                        r -> r.is(Fields.IP_SADDR, VIP4)
                                .then(Fields.IP_SADDR.load().apply(Register.REG_2))
                                .then(new Hash(Register.REG_2, 4, 5, 1, 0, Register.REG_1))
                                .then(new MetaSet(MetaKey.MARK, Register.REG_1))));
    }

    private static List<Case> packets() {
        return List.of(
                filter(
                        V4,
                        "ip saddr 10.96.0.10 accept",
                        r -> r.is(Fields.IP_SADDR, VIP4).accept()),
                filter(
                        V4,
                        "ip saddr 10.0.0.0/8 accept",
                        r -> r.isWithin(Fields.IP_SADDR, VIP4, 8).accept()),
                filter(
                        V4,
                        "ip saddr != 10.96.0.0/12 drop",
                        r -> r.isNotWithin(Fields.IP_SADDR, VIP4, 12).drop()),
                filter(
                        V6,
                        "ip6 daddr fd00:96::/64 accept",
                        r -> r.isWithin(Fields.IP6_DADDR, VIP6, 64).accept()),
                filter(
                        V6,
                        "ip6 daddr fd00:96::/63 accept",
                        r -> r.isWithin(Fields.IP6_DADDR, VIP6, 63).accept()),
                filter(
                        V4,
                        "ip daddr 10.96.0.10 tcp dport 80 accept",
                        r -> r.is(Fields.IP_DADDR, VIP4)
                                .is(Fields.TCP_DPORT, 80)
                                .accept()),
                filter(
                        ALL,
                        "udp sport 53 accept",
                        r -> r.is(Fields.UDP_SPORT, 53).accept()),
                filter(
                        ALL,
                        "sctp dport 5000 accept",
                        r -> r.is(Fields.SCTP_DPORT, 5000).accept()),
                filter(
                        ALL,
                        "tcp dport 30000-32767 accept",
                        r -> r.isBetween(Fields.TCP_DPORT, 30000, 32767).accept()),
                filter(
                        ALL,
                        "tcp dport != 30000-32767 accept",
                        r -> r.isNotBetween(Fields.TCP_DPORT, 30000, 32767).accept()),
                filter(
                        ALL,
                        "th dport 30000-32767 accept",
                        r -> r.isBetween(Fields.TH_DPORT, 30000, 32767).accept()),
                filter(
                        ALL,
                        "tcp flags syn accept",
                        r -> r.hasAny(Fields.TCP_FLAGS, 2).accept()),
                filter(
                        V4,
                        "icmp type echo-request accept",
                        r -> r.is(Fields.ICMP_TYPE, 8).accept()),
                filter(
                        V6,
                        "icmpv6 type echo-request accept",
                        r -> r.is(Fields.ICMPV6_TYPE, 128).accept()));
    }
}
