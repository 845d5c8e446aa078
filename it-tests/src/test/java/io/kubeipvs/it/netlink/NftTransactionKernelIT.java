package io.kubeipvs.it.netlink;

import static io.kubeipvs.netlink.nftables.DataType.INET_PROTO;
import static io.kubeipvs.netlink.nftables.DataType.INET_SERVICE;
import static io.kubeipvs.netlink.nftables.DataType.IPV4_ADDR;
import static io.kubeipvs.netlink.nftables.NftChange.Put.ADD;
import static io.kubeipvs.netlink.nftables.NftChange.Put.CREATE;
import static io.kubeipvs.netlink.nftables.NftChange.Remove.DELETE;
import static io.kubeipvs.netlink.nftables.NftChange.Remove.DESTROY;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.DelegatingTransport;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.Prefix;
import io.kubeipvs.netlink.RefusedException;
import io.kubeipvs.netlink.Subscription;
import io.kubeipvs.netlink.Transport;
import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.nftables.NftChain;
import io.kubeipvs.netlink.nftables.NftChange;
import io.kubeipvs.netlink.nftables.NftChange.FlushSet;
import io.kubeipvs.netlink.nftables.NftChange.PutChain;
import io.kubeipvs.netlink.nftables.NftChange.PutElements;
import io.kubeipvs.netlink.nftables.NftChange.PutSet;
import io.kubeipvs.netlink.nftables.NftChange.PutTable;
import io.kubeipvs.netlink.nftables.NftChange.RemoveChain;
import io.kubeipvs.netlink.nftables.NftChange.RemoveElements;
import io.kubeipvs.netlink.nftables.NftChange.RemoveSet;
import io.kubeipvs.netlink.nftables.NftChange.RemoveTable;
import io.kubeipvs.netlink.nftables.NftElement;
import io.kubeipvs.netlink.nftables.NftEvent;
import io.kubeipvs.netlink.nftables.NftEvents;
import io.kubeipvs.netlink.nftables.NftResult;
import io.kubeipvs.netlink.nftables.NftSet;
import io.kubeipvs.netlink.nftables.NftTable;
import io.kubeipvs.netlink.nftables.NftablesClient;
import io.kubeipvs.netlink.nftables.SetFlag;
import io.kubeipvs.netlink.nftables.TableFlag;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import io.kubeipvs.netlink.sys.NativeTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class NftTransactionKernelIT extends NftablesNamespace {

    @Test
    void refusedTransactionsDoNothingAndNameTheChange() throws Exception {
        NftSet vips = set(TABLE, "vips", IPV4_ADDR);
        NftSet sources = set(TABLE, "sources", IPV4_ADDR).withFlags(SetFlag.INTERVAL);
        commit(new PutTable(TABLE, ADD), new PutSet(vips, ADD), new PutSet(sources, ADD));
        commit(new PutElements(sources, List.of(NftElement.of(Prefix.parse("10.0.0.0/8"))), ADD));

        NftResult result = client.apply(List.of(
                new PutElements(vips, List.of(element("10.96.0.10")), ADD),
                new PutSet(vips, CREATE),
                new RemoveElements(vips, List.of(element("10.96.0.10"), element("10.96.0.99")), DELETE),
                new PutElements(
                        sources,
                        List.of(NftElement.of(Prefix.parse("11.0.0.0/16")), NftElement.of(Prefix.parse("10.1.0.0/16"))),
                        ADD),
                new PutChain(NftChain.regular(TABLE.key(), "fine"), ADD)));

        assertThat(refused(result))
                .extracting(
                        NftResult.RefusedChange::index,
                        change -> change.refusal().errno())
                .containsExactly(
                        Assertions.tuple(1, Errno.EEXIST),
                        Assertions.tuple(2, Errno.ENOENT),
                        Assertions.tuple(3, Errno.EEXIST));
        assertThat(refused(result).get(0).refusal().attribute()).isEqualTo("NFTA_SET_NAME");
        assertThat(refused(result).get(1).refusal().attribute())
                .isEqualTo("NFTA_SET_ELEM_LIST_ELEMENTS/NFTA_LIST_ELEM[1]");
        assertThat(refused(result))
                .extracting(NftResult.RefusedChange::element)
                .containsExactly(
                        Optional.empty(),
                        Optional.of(element("10.96.0.99")),
                        Optional.of(NftElement.of(Prefix.parse("10.1.0.0/16"))));
        assertThat(client.elements(vips)).isEmpty();
        assertThat(client.chains(TABLE.key())).isEmpty();
    }

    @Test
    void removesAndFlushes() throws Exception {
        NftSet vips = set(TABLE, "vips", IPV4_ADDR);
        NftChain chain = NftChain.regular(TABLE.key(), "c");
        commit(
                new PutTable(TABLE, ADD),
                new PutTable(DUAL, ADD),
                new PutSet(vips, ADD),
                new PutChain(chain, ADD),
                new PutElements(vips, List.of(element("10.96.0.10"), element("10.96.0.11")), CREATE));
        commit(new RemoveElements(vips, List.of(element("10.96.0.10")), DELETE));
        assertThat(client.elements(vips)).containsExactly(element("10.96.0.11"));
        commit(new FlushSet(vips.key()), new NftChange.FlushChain(chain.key()));
        assertThat(client.elements(vips)).isEmpty();
        commit(new RemoveChain(chain.key(), DELETE), new RemoveSet(vips.key(), DELETE));
        assertThat(nft("list", "ruleset")).isEqualTo("table ip kube {\n}\ntable inet kube {\n}\n");
        commit(new RemoveTable(TABLE.key(), DELETE));
        assertThat(client.tables()).containsExactly(DUAL);
        assertThat(Assertions.catchThrowableOfType(RefusedException.class, () -> client.sets(TABLE.key()))
                        .errno())
                .isEqualTo(Errno.ENOENT);
        assertThat(client.chains(TABLE.key())).isEmpty();
    }

    @Test
    void fortyThousandElementsAreOneTransaction() throws Exception {
        NftSet services = set(TABLE, "services", IPV4_ADDR, INET_PROTO, INET_SERVICE);
        List<NftElement> elements = IntStream.range(0, 40_000)
                .mapToObj(i -> NftElement.of(
                        NftValue.address(new Address(Family.V4, 0, 0x0A000000L + i / 4)),
                        TCP,
                        NftValue.be16(80 + i % 4)))
                .toList();
        commit(new PutTable(TABLE, ADD), new PutSet(services, ADD));

        int before = client.generation();
        commit(new PutElements(services, elements, CREATE));
        assertThat(client.generation()).isEqualTo(before + 1);
        assertThat(new HashSet<>(client.elements(services)).equals(new HashSet<>(elements)))
                .isTrue();
    }

    @Test
    void moreElementsThanOneTransactionTakesArePutIntoSeveral() throws Exception {
        NftSet vips = set(TABLE, "vips", IPV4_ADDR);
        List<NftElement> elements = IntStream.range(0, 10_000)
                .mapToObj(i -> NftElement.of(new Address(Family.V4, 0, 0x0A000000L + i)))
                .toList();
        int before = client.generation();

        try (NftablesClient narrow = NftablesClient.over(namespace.call(NarrowTransport::open))) {
            assertThat(narrow.apply(List.of(
                            new PutTable(TABLE, ADD), new PutSet(vips, ADD), new PutElements(vips, elements, CREATE))))
                    .isEqualTo(COMMITTED);
            assertThat(narrow.apply(List.of(new PutElements(vips, elements, ADD)), client.generation()))
                    .isInstanceOf(NftResult.Refused.class);
        }

        assertThat(client.generation()).isEqualTo(before + 2);
        assertThat(new HashSet<>(client.elements(vips)).equals(new HashSet<>(elements)))
                .isTrue();
    }

    /** A socket whose send buffer is small, as it is for those who may not enlarge it. */
    private static final class NarrowTransport extends DelegatingTransport {
        private NarrowTransport(Transport socket) {
            super(socket);
        }

        static Transport open() throws NetlinkException {
            return new NarrowTransport(NativeTransport.open(NetlinkProtocol.NETFILTER));
        }

        @Override
        public int maxSend() {
            return 150_000;
        }
    }

    @Test
    void aGenerationThatIsGoneRefusesEverything() throws Exception {
        int generation = client.generation();
        nft("add", "table", "ip", "foreign");

        assertThat(client.apply(List.of(new PutTable(TABLE, ADD)), generation)).isEqualTo(new NftResult.Stale());
        assertThat(client.tables()).containsExactly(NftTable.of(NftFamily.IP, "foreign"));
        assertThat(client.apply(List.of(new PutTable(TABLE, ADD)), client.generation()))
                .isEqualTo(COMMITTED);
    }

    @Test
    void anOwnedTableIsOursAndGoesWithUs() throws Exception {
        NftTable owned = TABLE.withFlags(TableFlag.OWNER);
        commit(new PutTable(owned, CREATE));

        assertThat(client.tables()).containsExactly(owned);
        try (NftablesClient other = namespace.call(NftablesClient::open)) {
            NftResult result = other.apply(List.of(new PutChain(NftChain.regular(TABLE.key(), "c"), ADD)));
            assertThat(refused(result))
                    .singleElement()
                    .satisfies(change -> assertThat(change.refusal().errno()).isEqualTo(Errno.EPERM));
            client.close();
            assertThat(other.tables()).isEmpty();
        }
    }

    @Test
    void reportsWhatHappens() throws Exception {
        NftSet vips = set(TABLE, "vips", IPV4_ADDR);
        try (Subscription<NftEvent> events = namespace.call(NftEvents::open)) {
            commit(
                    new PutTable(TABLE, ADD),
                    new PutSet(vips, ADD),
                    new PutElements(vips, List.of(element("10.96.0.10")), ADD));
            nft("add", "chain", "ip", "kube", "c");
            nft("add", "rule", "ip", "kube", "c", "accept");
            nft("delete", "table", "ip", "kube");

            assertThat(until(events, 4))
                    .filteredOn(event -> !(event instanceof NftEvent.Generation))
                    .startsWith(
                            new NftEvent.Put(NftEvent.Kind.TABLE, TABLE.key(), "kube"),
                            new NftEvent.Put(NftEvent.Kind.SET, TABLE.key(), "vips"),
                            new NftEvent.Put(NftEvent.Kind.ELEMENT, TABLE.key(), "vips"),
                            new NftEvent.Put(NftEvent.Kind.CHAIN, TABLE.key(), "c"),
                            new NftEvent.Put(NftEvent.Kind.RULE, TABLE.key(), "c"))
                    .contains(
                            new NftEvent.Removed(NftEvent.Kind.RULE, TABLE.key(), "c"),
                            new NftEvent.Removed(NftEvent.Kind.SET, TABLE.key(), "vips"),
                            new NftEvent.Removed(NftEvent.Kind.CHAIN, TABLE.key(), "c"))
                    .endsWith(new NftEvent.Removed(NftEvent.Kind.TABLE, TABLE.key(), "kube"));
        }
    }

    @Test
    void aPersistentTableStaysOrTheErrorNamesTheTooOldKernel() throws Exception {
        NftTable persistent = TABLE.withFlags(TableFlag.OWNER | TableFlag.PERSIST);
        NftResult result = client.apply(List.of(new PutTable(persistent, CREATE)));

        if (kernelIsAtLeast(6, 9)) {
            assertThat(result).isEqualTo(COMMITTED);
            client.close();
            try (NftablesClient next = namespace.call(NftablesClient::open)) {
                assertThat(next.tables()).containsExactly(TABLE.withFlags(TableFlag.PERSIST));
                assertThat(next.apply(List.of(new PutTable(persistent, ADD)))).isEqualTo(COMMITTED);
                assertThat(next.tables()).containsExactly(persistent);
            }
        } else {
            assertThat(result.toString()).contains("EOPNOTSUPP").contains("PERSIST needs Linux 6.9");
        }
    }

    @Test
    void destroyingAMissingTableSucceedsOrTheErrorNamesTheTooOldKernel() throws Exception {
        NftSet vips = set(TABLE, "vips", IPV4_ADDR);
        commit(new PutTable(TABLE, ADD), new PutSet(vips, ADD));
        commit(new PutElements(vips, List.of(element("10.96.0.10")), ADD));

        NftResult result = client.apply(List.of(
                new RemoveElements(vips, List.of(element("10.96.0.10"), element("10.96.0.99")), DESTROY),
                new RemoveChain(NftChain.regular(TABLE.key(), "none").key(), DESTROY)));

        if (kernelIsAtLeast(6, 3)) {
            assertThat(result).isEqualTo(COMMITTED);
            assertThat(client.elements(vips)).isEmpty();
        } else {
            assertThat(refused(result))
                    .allSatisfy(change ->
                            assertThat(change.toString()).contains("EINVAL").contains("DESTROY needs Linux 6.3"));
            assertThat(client.elements(vips)).hasSize(1);
        }
    }

    /** Everything that happens until so many transactions are complete; the last one made by nft. */
    private List<NftEvent> until(Subscription<NftEvent> events, int transactions) throws Exception {
        List<NftEvent> seen = new ArrayList<>();
        int complete = 0;
        while (complete < transactions) {
            NftEvent event = events.next(Duration.ofSeconds(60)).orElseThrow();
            seen.add(event);
            complete += event instanceof NftEvent.Generation ? 1 : 0;
        }
        assertThat(seen.get(seen.size() - 1))
                .asInstanceOf(InstanceOfAssertFactories.type(NftEvent.Generation.class))
                .satisfies(last -> {
                    assertThat(last.id()).isEqualTo(client.generation());
                    assertThat(last.processName()).isEqualTo("nft");
                });
        return seen;
    }

    private static boolean kernelIsAtLeast(int major, int minor) {
        String[] version = System.getProperty("os.version").split("[.-]");
        int here = Integer.parseInt(version[0]) * 1000 + Integer.parseInt(version[1]);
        return here >= major * 1000 + minor;
    }

    private static List<NftResult.RefusedChange> refused(NftResult result) {
        assertThat(result).isInstanceOf(NftResult.Refused.class);
        return ((NftResult.Refused) result).changes();
    }
}
