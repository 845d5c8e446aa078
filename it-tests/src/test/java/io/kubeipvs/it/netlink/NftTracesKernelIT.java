package io.kubeipvs.it.netlink;

import static io.kubeipvs.netlink.nftables.NftChange.Put.ADD;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.Subscription;
import io.kubeipvs.netlink.nftables.ChainType;
import io.kubeipvs.netlink.nftables.DataType;
import io.kubeipvs.netlink.nftables.Fields;
import io.kubeipvs.netlink.nftables.Hook;
import io.kubeipvs.netlink.nftables.NftChain;
import io.kubeipvs.netlink.nftables.NftChange.AddRule;
import io.kubeipvs.netlink.nftables.NftChange.PutChain;
import io.kubeipvs.netlink.nftables.NftChange.PutElements;
import io.kubeipvs.netlink.nftables.NftChange.PutSet;
import io.kubeipvs.netlink.nftables.NftChange.PutTable;
import io.kubeipvs.netlink.nftables.NftElement;
import io.kubeipvs.netlink.nftables.NftRule;
import io.kubeipvs.netlink.nftables.NftSet;
import io.kubeipvs.netlink.nftables.NftTrace;
import io.kubeipvs.netlink.nftables.NftTraces;
import io.kubeipvs.netlink.nftables.RuleBuilder;
import io.kubeipvs.netlink.nftables.SetFlag;
import io.kubeipvs.netlink.nftables.expr.Immediate;
import io.kubeipvs.netlink.nftables.expr.MetaKey;
import io.kubeipvs.netlink.nftables.expr.MetaSet;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import io.kubeipvs.netlink.nftables.expr.Register;
import io.kubeipvs.netlink.nftables.expr.Verdict;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The steps of real packets, and lookups of single elements. Needs nf_tables and namespaces, and {@code ip}. */
class NftTracesKernelIT extends NftablesNamespace {
    private static final String TO = "127.0.0.5";
    private static final NftChain OUT = NftChain.base(TABLE.key(), "out", ChainType.FILTER, Hook.OUTPUT, -450);
    private static final NftChain WAY = NftChain.regular(TABLE.key(), "way");

    @Test
    void aPacketIsFollowedThroughItsRules() throws Exception {
        namespace.run("ip", "link", "set", "lo", "up");
        NftRule mark = rule().is(Fields.IP_DADDR, Address.parse(TO))
                .then(new Immediate(Register.REG_1, NftValue.u8(1)))
                .then(new MetaSet(MetaKey.NFTRACE, Register.REG_1))
                .in(OUT.key());
        commit(
                new PutTable(TABLE, ADD),
                new PutChain(OUT, ADD),
                new PutChain(WAY, ADD),
                new AddRule(mark),
                new AddRule(rule().verdict(Verdict.jump("way")).in(OUT.key())),
                new AddRule(rule().drop().comment("here it ends").in(WAY.key())));
        try (Subscription<NftTraces.Event> traces = namespace.call(NftTraces::open)) {
            send("127.0.0.6");
            send(TO);
            List<NftTrace> steps = new ArrayList<>();
            for (Optional<NftTraces.Event> next = traces.next(Duration.ofSeconds(5));
                    next.isPresent();
                    next = traces.next(Duration.ofMillis(100))) {
                steps.add(next.get().trace().orElseThrow());
            }
            List<NftRule> rules = client.rules(TABLE.key());
            assertThat(steps)
                    .extracting(step -> step.place().chain().name() + ": " + step.verdict())
                    .containsExactly("out: continue", "out: jump way", "way: drop");
            assertThat(steps.get(2).place().ruleHandle()).isEqualTo(rules.get(2).handle());
            assertThat(steps.get(0).packet().network()).endsWith(127, 0, 0, 5);
            assertThat(steps).extracting(NftTrace::id).containsOnly(steps.get(0).id());
        }
    }

    @Test
    void oneElementIsFoundByAKeyInIt() throws Exception {
        NftSet vips = set(TABLE, "vips", DataType.IPV4_ADDR);
        NftSet chains =
                set(TABLE, "chains", DataType.INET_PROTO, DataType.IPV4_ADDR).mapTo(DataType.VERDICT);
        NftSet allowed =
                set(TABLE, "allowed", DataType.INET_PROTO, DataType.IPV4_ADDR).withFlags(SetFlag.INTERVAL);
        NftElement range = NftElement.range(
                NftValue.concat(TCP, address("10.0.0.0")), NftValue.concat(TCP, address("10.0.0.255")));
        NftElement way = NftElement.of(TCP, address("10.96.0.1")).mapTo(Verdict.goTo("way"));
        commit(
                new PutTable(TABLE, ADD),
                new PutChain(WAY, ADD),
                new PutSet(vips, ADD),
                new PutSet(chains, ADD),
                new PutSet(allowed, ADD),
                new PutElements(vips, List.of(element("10.96.0.1"), element("10.96.0.2")), ADD),
                new PutElements(chains, List.of(way), ADD),
                new PutElements(allowed, List.of(range), ADD));
        assertThat(client.element(vips, address("10.96.0.2"))).contains(element("10.96.0.2"));
        assertThat(client.element(vips, address("10.96.0.3"))).isEmpty();
        assertThat(client.element(chains, way.from())).contains(way);
        assertThat(client.element(allowed, NftValue.concat(TCP, address("10.0.0.77"))))
                .contains(range);
        assertThat(client.element(allowed, NftValue.concat(UDP, address("10.0.0.77"))))
                .isEmpty();
        assertThat(client.element(set(TABLE, "none", DataType.IPV4_ADDR), address("10.96.0.2")))
                .isEmpty();
    }

    private static RuleBuilder rule() {
        return RuleBuilder.rule(TABLE.key().family());
    }

    private void send(String address) throws Exception {
        namespace.call(() -> {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.send(new DatagramPacket(new byte[1], 1, InetAddress.getByName(address), 9));
            } catch (IOException dropped) {
                // The rule drops it: the kernel reports EPERM.
            }
            return null;
        });
    }
}
