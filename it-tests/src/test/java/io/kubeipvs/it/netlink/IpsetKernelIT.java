package io.kubeipvs.it.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.RecordedKubeProxy;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.RefusedException;
import io.kubeipvs.netlink.ipset.Ipset;
import io.kubeipvs.netlink.ipset.IpsetClient;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IpsetKernelIT {

    /** A set as {@code ipset list -terse} shows it. */
    private static final Pattern LISTED = Pattern.compile(
            "Name: (.+)\nType: (.+)\nRevision: .*\nHeader: (?:family (inet6?))?.*\n.*\nReferences: (\\d+)\n"
                    + "Number of entries: (\\d+)\n");

    private KernelNamespace namespace;
    private IpsetClient client;

    @BeforeEach
    void open() throws Exception {
        namespace = KernelNamespace.withLoopback();
        client = namespace.call(IpsetClient::open);
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        namespace.close();
    }

    @Test
    void noSets() throws Exception {
        assertThat(client.sets()).isEmpty();
        assertRefused(Errno.ENOENT, () -> client.flush("KUBE-CLUSTER-IP"));
        assertRefused(Errno.ENOENT, () -> client.destroy("KUBE-CLUSTER-IP"));
    }

    @Test
    void listsWhatIpsetLists() throws Exception {
        RecordedKubeProxy.restoreSets(namespace);
        namespace.run("ipset", "create", "all", "list:set");
        namespace.run("ipset", "add", "all", "KUBE-CLUSTER-IP");
        namespace.run("ipset", "create", "for-a-while", "hash:net", "timeout", "1000", "comment", "counters");

        assertThat(client.sets())
                .hasSize(36)
                .contains(
                        new Ipset("KUBE-CLUSTER-IP", "hash:ip,port", Optional.of(Family.V4), 1, 10),
                        new Ipset("KUBE-6-LOOP-BACK", "hash:ip,port,ip", Optional.of(Family.V6), 0, 1),
                        new Ipset("KUBE-NODE-PORT-TCP", "bitmap:port", Optional.empty(), 0, 3),
                        new Ipset("all", "list:set", Optional.empty(), 0, 1))
                .containsExactlyElementsOf(listedByIpset());
        assertThat(client.unknownAttributes()).isZero();
    }

    @Test
    void elementsAreNotTransferred() throws Exception {
        namespace.run("ipset", "create", "many", "bitmap:ip", "range", "10.0.0.0/16");
        namespace.run("ipset", "add", "many", "10.0.0.0-10.0.19.135");
        CountingTransport transport = namespace.call(CountingTransport::open);

        try (IpsetClient counted = IpsetClient.over(transport)) {
            assertThat(counted.sets()).containsExactly(new Ipset("many", "bitmap:ip", Optional.of(Family.V4), 0, 5000));
        }

        assertThat(transport.bytes()).isLessThan(1000);
    }

    @Test
    void whatARuleUsesCanBeFlushedButNotDestroyed() throws Exception {
        RecordedKubeProxy.restoreSets(namespace);
        assertThat(set("KUBE-CLUSTER-IP").references()).isZero();

        forRule("-A");

        assertThat(set("KUBE-CLUSTER-IP").references()).isEqualTo(1);
        assertRefused(Errno.IPSET_ERR_BUSY, () -> client.destroy("KUBE-CLUSTER-IP"));
        assertThat(set("KUBE-CLUSTER-IP").elements()).isEqualTo(10);

        client.flush("KUBE-CLUSTER-IP");

        assertThat(set("KUBE-CLUSTER-IP").elements()).isZero();
        assertThat(namespace.run("ipset", "list", "KUBE-CLUSTER-IP")).endsWith("Members:\n");
        assertThat(set("KUBE-LOOP-BACK").elements()).isEqualTo(3);

        forRule("-D");
        Await.equal(0L, () -> set("KUBE-CLUSTER-IP").references());
        client.destroy("KUBE-CLUSTER-IP");

        assertThat(client.sets()).extracting(Ipset::name).hasSize(33).doesNotContain("KUBE-CLUSTER-IP");
    }

    @Test
    void whatASetOfSetsHasCannotBeDestroyed() throws Exception {
        namespace.run("ipset", "create", "inner", "hash:ip");
        namespace.run("ipset", "create", "outer", "list:set");
        namespace.run("ipset", "add", "outer", "inner");

        assertRefused(Errno.IPSET_ERR_BUSY, () -> client.destroy("inner"));
        client.destroy("outer");
        client.destroy("inner");

        assertThat(client.sets()).isEmpty();
    }

    @Test
    void foreignSetsStay() throws Exception {
        namespace.run("ipset", "create", "foreign", "hash:ip");
        namespace.run("ipset", "add", "foreign", "192.0.2.1");
        namespace.run("ipset", "create", "KUBE", "hash:ip");
        String before = namespace.run("ipset", "save");
        RecordedKubeProxy.restoreSets(namespace);

        for (Ipset set : client.sets()) {
            if (set.name().startsWith("KUBE-")) {
                client.destroy(set.name());
            }
        }

        assertThat(namespace.run("ipset", "save")).isEqualTo(before).contains("add foreign 192.0.2.1");
    }

    private Ipset set(String name) throws Exception {
        return client.sets().stream()
                .filter(set -> set.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<Ipset> listedByIpset() {
        return LISTED.matcher(namespace.run("ipset", "list", "-terse"))
                .results()
                .map(IpsetKernelIT::listed)
                .toList();
    }

    private static Ipset listed(MatchResult set) {
        Optional<Family> family =
                Optional.ofNullable(set.group(3)).map(inet -> inet.equals("inet") ? Family.V4 : Family.V6);
        return new Ipset(
                set.group(1), set.group(2), family, Long.parseLong(set.group(4)), Long.parseLong(set.group(5)));
    }

    /** A rule that asks one set. */
    private void forRule(String how) {
        namespace.run(
                "iptables-nft", how, "INPUT", "-m", "set", "--match-set", "KUBE-CLUSTER-IP", "dst,dst", "-j", "ACCEPT");
    }

    private static void assertRefused(Errno errno, ThrowingCallable work) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(work)
                .extracting(RefusedException::errno)
                .isEqualTo(errno);
    }
}
