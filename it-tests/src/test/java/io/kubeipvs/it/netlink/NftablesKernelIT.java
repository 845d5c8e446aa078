package io.kubeipvs.it.netlink;

import static io.kubeipvs.netlink.nftables.DataType.IFNAME;
import static io.kubeipvs.netlink.nftables.DataType.INET_PROTO;
import static io.kubeipvs.netlink.nftables.DataType.INET_SERVICE;
import static io.kubeipvs.netlink.nftables.DataType.IPV4_ADDR;
import static io.kubeipvs.netlink.nftables.DataType.IPV6_ADDR;
import static io.kubeipvs.netlink.nftables.DataType.MARK;
import static io.kubeipvs.netlink.nftables.DataType.VERDICT;
import static io.kubeipvs.netlink.nftables.NftChange.Put.ADD;
import static io.kubeipvs.netlink.nftables.NftChange.Put.CREATE;
import static io.kubeipvs.netlink.nftables.NftChange.Remove.DELETE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.netlink.Prefix;
import io.kubeipvs.netlink.nftables.ChainPolicy;
import io.kubeipvs.netlink.nftables.ChainType;
import io.kubeipvs.netlink.nftables.Hook;
import io.kubeipvs.netlink.nftables.NftChain;
import io.kubeipvs.netlink.nftables.NftChange.PutChain;
import io.kubeipvs.netlink.nftables.NftChange.PutElements;
import io.kubeipvs.netlink.nftables.NftChange.PutSet;
import io.kubeipvs.netlink.nftables.NftChange.PutTable;
import io.kubeipvs.netlink.nftables.NftChange.RemoveElements;
import io.kubeipvs.netlink.nftables.NftElement;
import io.kubeipvs.netlink.nftables.NftSet;
import io.kubeipvs.netlink.nftables.SetFlag;
import io.kubeipvs.netlink.nftables.TableFlag;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import io.kubeipvs.netlink.nftables.expr.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class NftablesKernelIT extends NftablesNamespace {

    @Test
    void nftListsTheTablesAndChainsWeWrite() throws Exception {
        NftChain prerouting = NftChain.base(TABLE.key(), "prerouting", ChainType.NAT, Hook.PREROUTING, -105);
        NftChain input = NftChain.base(DUAL.key(), "input", ChainType.FILTER, Hook.INPUT, 0)
                .withPolicy(ChainPolicy.DROP);
        NftChain masquerade = NftChain.regular(TABLE.key(), "masquerade");

        commit(
                new PutTable(TABLE, CREATE),
                new PutChain(prerouting, CREATE),
                new PutChain(masquerade, ADD),
                new PutTable(TABLE6.withFlags(TableFlag.DORMANT), ADD),
                new PutTable(DUAL, ADD),
                new PutChain(input, ADD));

        assertThat(nft("list", "ruleset")).isEqualTo("""
                        table ip kube {
                        	chain prerouting {
                        		type nat hook prerouting priority dstnat - 5; policy accept;
                        	}

                        	chain masquerade {
                        	}
                        }
                        table ip6 kube {
                        	flags dormant
                        }
                        table inet kube {
                        	chain input {
                        		type filter hook input priority filter; policy drop;
                        	}
                        }
                        """);
        assertThat(client.tables()).containsExactly(TABLE, TABLE6.withFlags(TableFlag.DORMANT), DUAL);
        assertThat(client.chains(TABLE.key())).containsExactly(prerouting, masquerade);
        assertThat(client.chains(DUAL.key())).containsExactly(input);
        assertThat(client.unknownAttributes()).isZero();
    }

    @Test
    void nftListsTheSetsWeWrite() throws Exception {
        NftSet vips = set(TABLE, "vips", IPV4_ADDR);
        NftSet services = set(TABLE6, "services", IPV6_ADDR, INET_PROTO, INET_SERVICE);
        NftSet sources = set(TABLE, "sources", IPV4_ADDR).withFlags(SetFlag.INTERVAL);
        NftSet names = set(DUAL, "names", IFNAME).withComment("where pods are");
        NftSet marks = set(DUAL, "marks", MARK).withTimeout(Duration.ofHours(1)).withSize(100);

        commit(new PutTable(TABLE, ADD), new PutTable(TABLE6, ADD), new PutTable(DUAL, ADD));
        commit(
                new PutSet(vips, CREATE),
                new PutSet(services, CREATE),
                new PutSet(sources, CREATE),
                new PutSet(names, CREATE),
                new PutSet(marks, CREATE),
                new PutElements(vips, List.of(element("10.96.0.10").withComment("kube-system/kube-dns")), ADD),
                new PutElements(services, List.of(service("fd00:96::a", UDP, 53)), ADD),
                new PutElements(
                        sources,
                        List.of(
                                NftElement.of(Prefix.parse("10.0.0.0/8")).withComment("ours"),
                                range("192.168.1.1", "192.168.1.9"),
                                NftElement.of(Prefix.parse("255.0.0.0/8"))),
                        ADD),
                new PutElements(names, List.of(NftElement.of(NftValue.interfaceName("eth0"))), ADD),
                new PutElements(marks, List.of(NftElement.of(NftValue.u32(0x4000))), ADD));

        assertThat(nft("list", "ruleset").replaceAll(" expires \\w+", "")).isEqualTo("""
                        table ip kube {
                        	set vips {
                        		type ipv4_addr
                        		elements = { 10.96.0.10 comment "kube-system/kube-dns" }
                        	}

                        	set sources {
                        		type ipv4_addr
                        		flags interval
                        		elements = { 10.0.0.0/8 comment "ours", 192.168.1.1-192.168.1.9,
                        			     255.0.0.0/8 }
                        	}
                        }
                        table ip6 kube {
                        	set services {
                        		type ipv6_addr . inet_proto . inet_service
                        		elements = { fd00:96::a . udp . 53 }
                        	}
                        }
                        table inet kube {
                        	set names {
                        		type ifname
                        		comment "where pods are"
                        		elements = { "eth0" }
                        	}

                        	set marks {
                        		type mark
                        		size 100
                        		timeout 1h
                        		elements = { 0x00004000 }
                        	}
                        }
                        """);
        assertThat(client.sets(TABLE.key())).containsExactly(vips, sources);
        assertThat(client.sets(TABLE6.key())).containsExactly(services);
        assertThat(client.sets(DUAL.key())).containsExactly(names, marks);
        assertThat(client.elements(sources))
                .containsExactly(
                        NftElement.of(Prefix.parse("10.0.0.0/8")).withComment("ours"),
                        range("192.168.1.1", "192.168.1.9"),
                        NftElement.of(Prefix.parse("255.0.0.0/8")));
        assertThat(client.elements(services)).containsExactly(service("fd00:96::a", UDP, 53));
        assertThat(client.unknownAttributes()).isZero();
    }

    @Test
    void nftListsTheMapsWeWrite() throws Exception {
        NftChain masquerade = NftChain.regular(TABLE.key(), "masquerade");
        NftSet verdicts =
                set(TABLE, "verdicts", IPV4_ADDR, INET_PROTO, INET_SERVICE).mapTo(VERDICT);
        NftSet byPrefix = set(TABLE, "prefixes", IPV4_ADDR).mapTo(VERDICT).withFlags(SetFlag.INTERVAL);
        NftSet marks = set(TABLE, "marks", IPV4_ADDR).mapTo(MARK);
        NftSet targets = set(TABLE, "targets", MARK).mapTo(IPV4_ADDR, INET_SERVICE);

        commit(
                new PutTable(TABLE, ADD),
                new PutChain(masquerade, ADD),
                new PutSet(verdicts, ADD),
                new PutSet(byPrefix, ADD),
                new PutSet(marks, ADD),
                new PutSet(targets, ADD),
                new PutElements(
                        verdicts,
                        List.of(service("10.96.0.10", TCP, 80)
                                .mapTo(Verdict.jump("masquerade"))
                                .withComment("web")),
                        ADD),
                new PutElements(
                        byPrefix,
                        List.of(
                                NftElement.of(Prefix.parse("10.0.0.0/8")).mapTo(Verdict.DROP),
                                NftElement.of(Prefix.parse("11.0.0.0/8")).mapTo(Verdict.goTo("masquerade"))),
                        ADD),
                new PutElements(marks, List.of(element("10.96.0.10").mapTo(NftValue.u32(0x10))), ADD),
                new PutElements(
                        targets,
                        List.of(NftElement.of(NftValue.u32(0x10))
                                .mapTo(NftValue.concat(address("10.0.0.1"), NftValue.be16(8080)))),
                        ADD));

        assertThat(nft("list", "ruleset")).isEqualTo("""
                        table ip kube {
                        	map verdicts {
                        		type ipv4_addr . inet_proto . inet_service : verdict
                        		elements = { 10.96.0.10 . tcp . 80 comment "web" : jump masquerade }
                        	}

                        	map prefixes {
                        		type ipv4_addr : verdict
                        		flags interval
                        		elements = { 10.0.0.0/8 : drop, 11.0.0.0/8 : goto masquerade }
                        	}

                        	map marks {
                        		type ipv4_addr : mark
                        		elements = { 10.96.0.10 : 0x00000010 }
                        	}

                        	map targets {
                        		type mark : ipv4_addr . inet_service
                        		elements = { 0x00000010 : 10.0.0.1 . 8080 }
                        	}

                        	chain masquerade {
                        	}
                        }
                        """);
        assertThat(client.sets(TABLE.key())).containsExactly(verdicts, byPrefix, marks, targets);
        assertThat(client.elements(verdicts))
                .containsExactly(service("10.96.0.10", TCP, 80)
                        .mapTo(Verdict.jump("masquerade"))
                        .withComment("web"));
        assertThat(client.elements(byPrefix))
                .containsExactly(
                        NftElement.of(Prefix.parse("10.0.0.0/8")).mapTo(Verdict.DROP),
                        NftElement.of(Prefix.parse("11.0.0.0/8")).mapTo(Verdict.goTo("masquerade")));
        assertThat(client.elements(targets))
                .containsExactly(NftElement.of(NftValue.u32(0x10))
                        .mapTo(NftValue.concat(address("10.0.0.1"), NftValue.be16(8080))));
    }

    @Test
    void nftListsTheRangesOfConcatenationsWeWrite() throws Exception {
        NftSet ranges = set(TABLE, "ranges", IPV4_ADDR, INET_PROTO, INET_SERVICE, IPV4_ADDR)
                .withFlags(SetFlag.INTERVAL);
        NftElement prefixed = NftElement.range(
                NftValue.concat(address("10.0.0.0"), TCP, NftValue.be16(80), address("10.96.0.10")),
                NftValue.concat(address("10.255.255.255"), TCP, NftValue.be16(90), address("10.96.0.10")));
        NftElement single =
                NftElement.of(NftValue.concat(address("1.2.3.4"), UDP, NftValue.be16(53), address("10.96.0.10")));

        commit(
                new PutTable(TABLE, ADD),
                new PutSet(ranges, ADD),
                new PutElements(ranges, List.of(prefixed, single), ADD));

        assertThat(nft("list", "set", "ip", "kube", "ranges"))
                .contains("type ipv4_addr . inet_proto . inet_service . ipv4_addr")
                .contains("flags interval")
                .contains("10.0.0.0/8 . tcp . 80-90 . 10.96.0.10")
                .contains("1.2.3.4 . udp . 53 . 10.96.0.10");
        assertThat(client.elements(ranges)).containsExactlyInAnyOrder(prefixed, single);

        commit(new RemoveElements(ranges, List.of(prefixed), DELETE));
        assertThat(client.elements(ranges)).containsExactly(single);
    }

    @Test
    void weListWhatNftWrites() throws Exception {
        nft("add", "table", "ip", "kube");
        nft("add", "chain", "ip", "kube", "c", "{ type filter hook postrouting priority srcnat; policy drop; }");
        nft("add", "set", "ip", "kube", "s", "{ type ipv4_addr . inet_service; flags interval, timeout; size 50; }");
        nft("add", "set", "ip", "kube", "i", "{ type inet_service; flags interval; comment \"ports\"; }");
        nft("add", "map", "ip", "kube", "m", "{ type mark : verdict; flags constant; }");
        nft("add", "element", "ip", "kube", "s", "{ 10.0.0.0/8 . 80 timeout 1h comment \"soon gone\" }");
        nft("add", "element", "ip", "kube", "i", "{ 0-79 comment \"low\", 443, 60000-65535 }");
        nft("add", "element", "ip", "kube", "m", "{ 0x4000 : drop }");
        nft("add", "table", "inet", "other");
        nft("add", "table", "ip", "other");
        nft("add", "chain", "inet", "other", "c", "{ type filter hook input priority 5; }");
        nft("add", "chain", "ip", "other", "kube");
        nft("add", "chain", "ip", "other", "c");

        assertThat(client.chains(TABLE.key()))
                .containsExactly(NftChain.base(TABLE.key(), "c", ChainType.FILTER, Hook.POSTROUTING, 100)
                        .withPolicy(ChainPolicy.DROP));
        NftSet concatenation = set(TABLE, "s", IPV4_ADDR, INET_SERVICE)
                .withFlags(SetFlag.INTERVAL | SetFlag.TIMEOUT)
                .withSize(50);
        NftSet intervals =
                set(TABLE, "i", INET_SERVICE).withFlags(SetFlag.INTERVAL).withComment("ports");
        NftSet map = set(TABLE, "m", MARK).mapTo(VERDICT).withFlags(SetFlag.CONSTANT);
        assertThat(client.sets(TABLE.key())).containsExactly(concatenation, intervals, map);
        assertThat(client.elements(intervals))
                .containsExactly(
                        NftElement.range(NftValue.be16(0), NftValue.be16(79)).withComment("low"),
                        NftElement.of(NftValue.be16(443)),
                        NftElement.range(NftValue.be16(60000), NftValue.be16(65535)));
        assertThat(client.elements(map))
                .containsExactly(NftElement.of(NftValue.u32(0x4000)).mapTo(Verdict.DROP));
        assertThat(client.elements(concatenation)).singleElement().satisfies(element -> {
            assertThat(element.timeout()).isEqualTo(Duration.ofHours(1));
            assertThat(element.expiration()).isPositive().isLessThanOrEqualTo(Duration.ofHours(1));
            assertThat(element.comment()).isEqualTo("soon gone");
            assertThat(element.key())
                    .isEqualTo(NftElement.range(
                            NftValue.concat(address("10.0.0.0"), NftValue.be16(80)),
                            NftValue.concat(address("10.255.255.255"), NftValue.be16(80))));
        });
        assertThat(client.unknownAttributes()).isZero();
    }

    @Test
    void intervalsOfNftAndOursLiveTogether() throws Exception {
        NftSet sources = set(TABLE, "sources", IPV4_ADDR).withFlags(SetFlag.INTERVAL);
        commit(new PutTable(TABLE, ADD), new PutSet(sources, ADD));
        nft("add", "element", "ip", "kube", "sources", "{ 10.0.0.0/8 }");
        NftElement lowest = NftElement.of(Prefix.parse("0.0.0.0/8"));
        NftElement neighbour = NftElement.of(Prefix.parse("11.0.0.0/8"));

        commit(new PutElements(sources, List.of(neighbour, lowest), ADD));

        assertThat(client.elements(sources))
                .containsExactly(lowest, NftElement.of(Prefix.parse("10.0.0.0/8")), neighbour);
        nft("delete", "element", "ip", "kube", "sources", "{ 11.0.0.0/8 }");
        commit(new RemoveElements(sources, List.of(NftElement.of(Prefix.parse("10.0.0.0/8"))), DELETE));
        assertThat(client.elements(sources)).containsExactly(lowest);
        assertThat(nft("list", "set", "ip", "kube", "sources")).contains("elements = { 0.0.0.0/8 }");
    }
}
