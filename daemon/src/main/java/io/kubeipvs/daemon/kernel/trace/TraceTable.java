package io.kubeipvs.daemon.kernel.trace;

import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.daemon.kernel.translation.ToNetlink;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.nftables.ChainType;
import io.kubeipvs.netlink.nftables.Field;
import io.kubeipvs.netlink.nftables.Fields;
import io.kubeipvs.netlink.nftables.Hook;
import io.kubeipvs.netlink.nftables.NftChain;
import io.kubeipvs.netlink.nftables.NftChange;
import io.kubeipvs.netlink.nftables.NftResult;
import io.kubeipvs.netlink.nftables.NftTable;
import io.kubeipvs.netlink.nftables.NftablesClient;
import io.kubeipvs.netlink.nftables.RuleBuilder;
import io.kubeipvs.netlink.nftables.TableFlag;
import io.kubeipvs.netlink.nftables.expr.Immediate;
import io.kubeipvs.netlink.nftables.expr.Limit;
import io.kubeipvs.netlink.nftables.expr.MetaKey;
import io.kubeipvs.netlink.nftables.expr.MetaSet;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import io.kubeipvs.netlink.nftables.expr.Register;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The table that marks the asked packets for tracing. It belongs to the socket that made it: the kernel removes it when
 * the program ends, however it ends. It changes nothing of a packet but the mark for tracing.
 */
final class TraceTable {
    static final String NAME = "kube-ipvs-trace";

    /** Before every chain of other programs, which use -400 and more. */
    private static final int FIRST = -450;

    private static final String LOOPBACK = "lo";
    private static final int SYN = 0x02;
    private static final int SYN_AND_ACK = 0x12;
    private static final long MINUTE_SECONDS = 60;

    private final NftTable table;
    private final VirtualServer.Key to;
    private final Optional<Ip> from;
    private final int count;

    /**
     * @param to the address and port of the packets
     * @param from their client; empty = every client
     * @param count how many packets a minute are traced at most
     */
    TraceTable(VirtualServer.Key to, Optional<Ip> from, int count) {
        NftFamily family = to.vip().family() == Family.IPV4 ? NftFamily.IP : NftFamily.IP6;
        this.table = NftTable.of(family, NAME).withFlags(TableFlag.OWNER);
        this.to = to;
        this.from = from;
        this.count = count;
    }

    NftTable.Key key() {
        return table.key();
    }

    /** @throws KernelUnavailableException when it cannot be made */
    void create(NftablesClient client) {
        List<NftChange> changes = new ArrayList<>();
        changes.add(new NftChange.PutTable(table, NftChange.Put.CREATE));
        for (Hook hook : List.of(Hook.PREROUTING, Hook.OUTPUT)) {
            NftChain chain = NftChain.base(table.key(), hook.toString(), ChainType.FILTER, hook, FIRST);
            changes.add(new NftChange.PutChain(chain, NftChange.Put.CREATE));
            changes.add(new NftChange.AddRule(rule(hook).in(chain.key())));
        }
        NftResult result = client.apply(changes);
        if (!(result instanceof NftResult.Committed)) {
            throw new KernelUnavailableException(
                    new Problem(
                            "table " + table.key() + " cannot be made: " + result,
                            "trace needs CAP_NET_ADMIN and Linux 5.12, and runs once at a time on a node"),
                    null);
        }
    }

    /** A new connection of the asked clients: of TCP the first packet, else every packet. */
    private RuleBuilder rule(Hook hook) {
        boolean isV4 = to.vip().family() == Family.IPV4;
        Field source = isV4 ? Fields.IP_SADDR : Fields.IP6_SADDR;
        RuleBuilder rule = RuleBuilder.rule(table.key().family())
                .is(isV4 ? Fields.IP_DADDR : Fields.IP6_DADDR, ToNetlink.address(to.vip()))
                .is(Fields.META_L4PROTO, to.protocol().number())
                .is(Fields.TH_DPORT, to.port());
        if (hook == Hook.PREROUTING) {
            rule.isNot(Fields.IIFNAME, LOOPBACK); // a packet of this node is traced since hook output
        }
        if (from.isPresent()) {
            rule.is(source, ToNetlink.address(from.get()));
        }
        if (to.protocol() == Protocol.TCP) {
            rule.has(Fields.TCP_FLAGS, SYN_AND_ACK, SYN);
        }
        return rule.then(new Limit(count, MINUTE_SECONDS, count, false, false))
                .then(new Immediate(Register.REG_1, NftValue.u8(1)))
                .then(new MetaSet(MetaKey.NFTRACE, Register.REG_1));
    }

    /** Removes it; the kernel does so too when the client is closed. */
    void remove(NftablesClient client) throws NetlinkException {
        client.apply(List.of(new NftChange.RemoveTable(table.key(), NftChange.Remove.DELETE)));
    }
}
