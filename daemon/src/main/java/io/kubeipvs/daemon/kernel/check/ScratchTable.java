package io.kubeipvs.daemon.kernel.check;

import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.nftables.ChainType;
import io.kubeipvs.netlink.nftables.DataType;
import io.kubeipvs.netlink.nftables.Field;
import io.kubeipvs.netlink.nftables.Fields;
import io.kubeipvs.netlink.nftables.Hook;
import io.kubeipvs.netlink.nftables.NftChain;
import io.kubeipvs.netlink.nftables.NftChange;
import io.kubeipvs.netlink.nftables.NftSet;
import io.kubeipvs.netlink.nftables.NftTable;
import io.kubeipvs.netlink.nftables.RuleBuilder;
import io.kubeipvs.netlink.nftables.SetFlag;
import io.kubeipvs.netlink.nftables.TableFlag;
import io.kubeipvs.netlink.nftables.expr.AddressType;
import io.kubeipvs.netlink.nftables.expr.CtState;
import java.util.List;
import java.util.stream.Stream;

/**
 * A table with one of each kind of chain, set and rule that the packet filter has. It is dormant: its chains see no packets
 * while it exists.
 */
final class ScratchTable {
    private static final DataType PROTOCOL = DataType.INET_PROTO;
    private static final DataType PORT = DataType.INET_SERVICE;
    /** ICMP's code for a port that is unreachable, by family: {@code ICMP_PORT_UNREACH}, {@code ICMPV6_PORT_UNREACH}. */
    private static final int UNREACHABLE_V4 = 3;

    private static final int UNREACHABLE_V6 = 4;

    private final NftFamily family;
    private final NftTable table;
    private final DataType address;
    private final Field source;
    private final Field destination;
    private final int unreachable;

    ScratchTable(Family of) {
        boolean isV4 = of == Family.V4;
        this.family = NftFamily.of(of);
        this.table = NftTable.of(family, "kube-ipvs-check").withFlags(TableFlag.DORMANT);
        this.address = isV4 ? DataType.IPV4_ADDR : DataType.IPV6_ADDR;
        this.source = isV4 ? Fields.IP_SADDR : Fields.IP6_SADDR;
        this.destination = isV4 ? Fields.IP_DADDR : Fields.IP6_DADDR;
        this.unreachable = isV4 ? UNREACHABLE_V4 : UNREACHABLE_V6;
    }

    /** Creates it, and first removes one of an earlier check that was killed. */
    List<NftChange> creation() {
        Stream<NftChange> empty = Stream.of(
                new NftChange.PutTable(table, NftChange.Put.ADD),
                new NftChange.RemoveTable(table.key(), NftChange.Remove.DELETE),
                new NftChange.PutTable(table, NftChange.Put.CREATE));
        return Stream.of(empty, sets(), chains(), rules()).flatMap(all -> all).toList();
    }

    List<NftChange> removal() {
        return List.of(new NftChange.RemoveTable(table.key(), NftChange.Remove.DELETE));
    }

    private Stream<NftChange> sets() {
        return Stream.of(
                        set("vips", address),
                        set("pods", address).withFlags(SetFlag.INTERVAL),
                        set("links", DataType.IFNAME).withFlags(SetFlag.INTERVAL),
                        set("allowed", PROTOCOL, address, PORT, address).withFlags(SetFlag.INTERVAL),
                        set("marks", PROTOCOL, address, PORT).mapTo(DataType.MARK),
                        set("services", PROTOCOL, address, PORT).mapTo(DataType.VERDICT),
                        set("sources", DataType.IFNAME).mapTo(address))
                .map(set -> new NftChange.PutSet(set, NftChange.Put.CREATE));
    }

    private Stream<NftChange> chains() {
        return Stream.of(
                        NftChain.base(table.key(), "prerouting", ChainType.NAT, Hook.PREROUTING, -101),
                        NftChain.base(table.key(), "input", ChainType.FILTER, Hook.INPUT, 97),
                        NftChain.base(table.key(), "postrouting", ChainType.NAT, Hook.POSTROUTING, 99),
                        NftChain.regular(table.key(), "refuse"))
                .map(chain -> new NftChange.PutChain(chain, NftChange.Put.CREATE));
    }

    private Stream<NftChange> rules() {
        Field[] frontend = {Fields.META_L4PROTO, destination, Fields.TH_DPORT};
        return Stream.of(
                rule("prerouting", rule().isIn("vips", destination).dnat(destination)),
                rule("input", rule().isNot(Fields.CT_STATE, CtState.NEW).accept()),
                rule(
                        "input",
                        rule().isNotIn("allowed", Fields.META_L4PROTO, destination, Fields.TH_DPORT, source)
                                .drop()),
                rule(
                        "input",
                        rule().is(Fields.FIB_SADDR_TYPE, AddressType.LOCAL).accept()),
                rule("input", rule().verdictOf("services", frontend)),
                rule("input", rule().setMarkOf("marks", frontend)),
                rule("refuse", rule().rejectWithTcpReset()),
                rule("refuse", rule().rejectWithIcmp(family, unreachable)),
                rule("postrouting", rule().is(Fields.META_L4PROTO, 6).snatOf("sources", 1024, 29999, Fields.OIFNAME)),
                rule("postrouting", rule().masquerade()));
    }

    private NftSet set(String name, DataType... key) {
        return NftSet.of(table.key(), name, key);
    }

    private RuleBuilder rule() {
        return RuleBuilder.rule(family);
    }

    private NftChange rule(String chain, RuleBuilder rule) {
        return new NftChange.AddRule(rule.in(new NftChain.Key(table.key(), chain)));
    }
}
