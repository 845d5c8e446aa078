package io.kubeipvs.it.netlink;

import static io.kubeipvs.it.netlink.RuleCases.ALL;
import static io.kubeipvs.it.netlink.RuleCases.POSTROUTING;
import static io.kubeipvs.it.netlink.RuleCases.PREROUTING;
import static io.kubeipvs.it.netlink.RuleCases.V4;
import static io.kubeipvs.it.netlink.RuleCases.V6;
import static io.kubeipvs.it.netlink.RuleCases.VIP4;
import static io.kubeipvs.it.netlink.RuleCases.VIP6;
import static io.kubeipvs.it.netlink.RuleCases.filter;
import static io.kubeipvs.netlink.netfilter.NftFamily.INET;
import static io.kubeipvs.netlink.netfilter.NftFamily.IP;
import static io.kubeipvs.netlink.netfilter.NftFamily.IP6;

import io.kubeipvs.netlink.nftables.Fields;
import io.kubeipvs.netlink.nftables.RuleBuilder;
import io.kubeipvs.netlink.nftables.expr.Limit;
import io.kubeipvs.netlink.nftables.expr.Log;
import io.kubeipvs.netlink.nftables.expr.NatFlag;
import io.kubeipvs.netlink.nftables.expr.Notrack;
import io.kubeipvs.netlink.nftables.expr.Reject;
import io.kubeipvs.netlink.nftables.expr.Verdict;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

/** Rules that look into sets and rules that do something, in {@code nft}'s words and in ours. */
final class RuleActionCases {

    private RuleActionCases() {}

    static List<RuleCases.Case> all() {
        return Stream.of(sets(), actions(), translations(), translationsOfFields())
                .flatMap(List::stream)
                .toList();
    }

    private static List<RuleCases.Case> sets() {
        Duration ownTimeout = Duration.ZERO;
        return List.of(
                filter(
                        V4,
                        "ip saddr @v4 accept",
                        r -> r.isIn("v4", Fields.IP_SADDR).accept()),
                filter(
                        V4,
                        "ip saddr != @v4 drop",
                        r -> r.isNotIn("v4", Fields.IP_SADDR).drop()),
                filter(
                        V6,
                        "ip6 saddr @v6 accept",
                        r -> r.isIn("v6", Fields.IP6_SADDR).accept()),
                filter(
                        ALL,
                        "meta l4proto . th dport @ports accept",
                        r -> r.isIn("ports", Fields.META_L4PROTO, Fields.TH_DPORT)
                                .accept()),
                filter(
                        V4,
                        "ip daddr . th dport . ip saddr @sources accept",
                        r -> r.isIn("sources", Fields.IP_DADDR, Fields.TH_DPORT, Fields.IP_SADDR)
                                .accept()),
                filter(
                        V4,
                        "meta l4proto . ip daddr . th dport vmap @services4",
                        r -> r.verdictOf("services4", Fields.META_L4PROTO, Fields.IP_DADDR, Fields.TH_DPORT)),
                filter(
                        V6,
                        "meta l4proto . ip6 daddr . th dport vmap @services6",
                        r -> r.verdictOf("services6", Fields.META_L4PROTO, Fields.IP6_DADDR, Fields.TH_DPORT)),
                filter(
                        V4,
                        "meta l4proto tcp ct original ip daddr . ct original proto-dst vmap @dialled",
                        r -> r.is(Fields.META_L4PROTO, 6)
                                .verdictOf("dialled", Fields.CT_ORIGINAL_IP_DADDR, Fields.CT_ORIGINAL_PROTO_DST)),
                filter(V4, "meta mark set ip daddr map @marks", r -> r.setMarkOf("marks", Fields.IP_DADDR)),
                filter(V4, "add @recent { ip saddr }", r -> r.add("recent", ownTimeout, Fields.IP_SADDR)),
                filter(
                        V4,
                        "update @recent { ip saddr timeout 30s }",
                        r -> r.update("recent", Duration.ofSeconds(30), Fields.IP_SADDR)),
                filter(V4, "delete @recent { ip saddr }", r -> r.delete("recent", Fields.IP_SADDR)));
    }

    private static List<RuleCases.Case> actions() {
        return List.of(
                filter(ALL, "counter packets 0 bytes 0 accept", r -> r.counter().accept()),
                filter(ALL, "jump other", r -> r.verdict(Verdict.jump("other"))),
                filter(ALL, "goto other", r -> r.verdict(Verdict.goTo("other"))),
                filter(ALL, "accept comment \"all others\"", r -> r.accept().comment("all others")),
                filter(ALL, "notrack", r -> r.then(new Notrack())),
                filter(
                        ALL,
                        "limit rate over 10/minute burst 20 packets drop",
                        r -> r.then(new Limit(10, 60, 20, false, true)).drop()),
                filter(
                        ALL,
                        "limit rate 400/second log prefix \"x \"",
                        r -> r.then(new Limit(400, 1, 5, false, false)).log("x ")),
                filter(ALL, "log prefix \"y \" level info", r -> r.then(new Log("y ", 6, 0, Log.NO_GROUP))),
                filter(EnumSet.of(INET), "meta l4proto tcp reject with tcp reset", RuleBuilder::rejectWithTcpReset),
                filter(EnumSet.of(IP, IP6), "reject with tcp reset", RuleBuilder::rejectWithTcpReset),
                filter(
                        EnumSet.of(INET),
                        "meta l4proto tcp ip daddr @v4 reject with tcp reset",
                        r -> r.is(Fields.META_L4PROTO, 6)
                                .isIn("v4", Fields.IP_DADDR)
                                .rejectWithTcpReset()),
                filter(EnumSet.of(INET), "reject", r -> r.rejectWithIcmpx(Reject.IcmpxCode.PORT_UNREACH)),
                filter(
                        EnumSet.of(INET),
                        "reject with icmpx admin-prohibited",
                        r -> r.rejectWithIcmpx(Reject.IcmpxCode.ADMIN_PROHIBITED)),
                filter(V4, "reject with icmp host-unreachable", r -> r.rejectWithIcmp(IP, 1)),
                filter(V6, "reject with icmpv6 admin-prohibited", r -> r.rejectWithIcmp(IP6, 1)));
    }

    private static List<RuleCases.Case> translations() {
        return List.of(
                new RuleCases.Case(ALL, POSTROUTING, "masquerade", RuleBuilder::masquerade),
                new RuleCases.Case(
                        ALL, POSTROUTING, "masquerade fully-random", r -> r.masquerade(NatFlag.PROTO_RANDOM_FULLY)),
                new RuleCases.Case(
                        ALL,
                        POSTROUTING,
                        "meta mark & 0x00004000 == 0x00004000 masquerade random,persistent",
                        r -> r.has(Fields.META_MARK, 0x4000, 0x4000)
                                .masquerade(NatFlag.PROTO_RANDOM | NatFlag.PERSISTENT)),
                new RuleCases.Case(
                        V4,
                        POSTROUTING,
                        "ip saddr @v4 masquerade",
                        r -> r.isIn("v4", Fields.IP_SADDR).masquerade()),
                new RuleCases.Case(
                        ALL,
                        POSTROUTING,
                        "meta l4proto tcp masquerade to :1024-29999 random",
                        r -> r.is(Fields.META_L4PROTO, 6).masquerade(NatFlag.PROTO_RANDOM, 1024, 29999)),
                new RuleCases.Case(EnumSet.of(INET), POSTROUTING, "snat ip to 10.96.0.10", r -> r.snat(VIP4)),
                new RuleCases.Case(EnumSet.of(IP), POSTROUTING, "snat to 10.96.0.10", r -> r.snat(VIP4)),
                new RuleCases.Case(EnumSet.of(INET), PREROUTING, "dnat ip6 to fd00:96::a", r -> r.dnat(VIP6)),
                new RuleCases.Case(EnumSet.of(IP6), PREROUTING, "dnat to fd00:96::a", r -> r.dnat(VIP6)),
                new RuleCases.Case(
                        EnumSet.of(INET),
                        PREROUTING,
                        "tcp dport 8080 dnat ip to 10.96.0.10:80",
                        r -> r.is(Fields.TCP_DPORT, 8080).dnat(VIP4, 80)));
    }

    private static List<RuleCases.Case> translationsOfFields() {
        return List.of(
                filter(
                        ALL,
                        "iifname @links accept",
                        r -> r.isIn("links", Fields.IIFNAME).accept()),
                filter(
                        V6,
                        "meta mark set meta l4proto . ip6 daddr . th dport map @marks6",
                        r -> r.setMarkOf("marks6", Fields.META_L4PROTO, Fields.IP6_DADDR, Fields.TH_DPORT)),
                new RuleCases.Case(
                        EnumSet.of(IP),
                        POSTROUTING,
                        "meta l4proto tcp snat to oifname map @origins:1024-29999",
                        r -> r.is(Fields.META_L4PROTO, 6).snatOf("origins", 1024, 29999, 0, Fields.OIFNAME)),
                new RuleCases.Case(
                        EnumSet.of(IP6),
                        POSTROUTING,
                        "meta l4proto udp snat to meta l4proto map @origins6:1024-29999",
                        r -> r.is(Fields.META_L4PROTO, 17).snatOf("origins6", 1024, 29999, 0, Fields.META_L4PROTO)),
                new RuleCases.Case(
                        EnumSet.of(IP),
                        PREROUTING,
                        "ip daddr @v4 dnat to ip daddr",
                        r -> r.isIn("v4", Fields.IP_DADDR).dnat(Fields.IP_DADDR)),
                new RuleCases.Case(
                        EnumSet.of(IP6),
                        PREROUTING,
                        "ip6 daddr @v6 dnat to ip6 daddr",
                        r -> r.isIn("v6", Fields.IP6_DADDR).dnat(Fields.IP6_DADDR)));
    }
}
