package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Manifests;
import io.kubeipvs.it.support.Program;
import io.kubeipvs.it.support.Witness;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The program repairs changes of other programs without a restart. */
class DriftKernelIT {
    /** So long that only announcements of the kernel can be the reason for a repair. */
    private static final String NO_PASS = "1h";

    private KernelNamespace namespace;
    private Witness witness;
    private Manifests manifests;

    @BeforeEach
    void setUp() throws Exception {
        namespace = KernelNamespace.withLoopback();
        witness = new Witness(namespace);
        manifests = Manifests.create();
        manifests.write(
                "web.yaml",
                Manifests.web("web", "10.96.0.1", "10.36.0.1", "10.36.0.2")
                        + Manifests.web("web6", "fd00:10:96::1", "fd00:10:36::1"));
    }

    @AfterEach
    void tearDown() {
        namespace.close();
    }

    @Test
    void tablesAddressesAndTheLinkAreRepairedWhenTheyChange() throws Exception {
        try (Program program = serving(NO_PASS)) {
            List<String> tables = tables();
            Set<String> vips = witness.vips();
            assertThat(tables).contains("10.96.0.1", "fd00:10:96::1");
            assertThat(vips).containsExactly("10.96.0.1", "fd00:10:96::1");

            namespace.run("nft", "flush", "ruleset");
            Await.equal(tables, this::tables);

            namespace.run("nft", "delete", "element", "ip", "kube-proxy", "vips", "{ 10.96.0.1 }");
            Await.equal(tables, this::tables);

            namespace.run("nft", "flush", "chain", "ip6", "kube-proxy", "refuse");
            Await.equal(tables, this::tables);

            namespace.run("nft", "add", "element", "ip", "kube-proxy", "vips", "{ 10.96.0.77 }");
            Await.equal(tables, this::tables);

            namespace.run("ip", "addr", "del", "10.96.0.1/32", "dev", "kube-ipvs0");
            Await.equal(vips, witness::vips);

            namespace.run("ip", "addr", "del", "fd00:10:96::1/128", "dev", "kube-ipvs0");
            Await.equal(vips, witness::vips);

            namespace.run("ip", "link", "del", "kube-ipvs0");
            Await.until(
                    "the link",
                    Duration.ofSeconds(60),
                    () -> namespace.run("ip", "-br", "link").contains("kube-ipvs0"),
                    program::evidence);
            Await.equal(vips, witness::vips);
            assertThat(tables()).isEqualTo(tables);
            assertIsWhole(program);
        }
    }

    @Test
    void virtualAndRealServersAreRepairedInTheNextPass() throws Exception {
        namespace.run("ipvsadm", "-A", "-t", "192.0.2.1:80", "-s", "wlc");
        try (Program program = serving("1s")) {
            Set<String> wanted = witness.ipvsadm();
            assertThat(wanted).hasSize(6);

            namespace.run("ipvsadm", "-D", "-t", "10.96.0.1:80");
            awaitServers(wanted, program);

            namespace.run("ipvsadm", "-D", "-t", "[fd00:10:96::1]:80");
            awaitServers(wanted, program);

            namespace.run("ipvsadm", "-d", "-t", "10.96.0.1:80", "-r", "10.36.0.2:8080");
            awaitServers(wanted, program);

            namespace.run("ipvsadm", "-E", "-t", "10.96.0.1:80", "-s", "lc");
            awaitServers(wanted, program);

            namespace.run("ipvsadm", "-e", "-t", "10.96.0.1:80", "-r", "10.36.0.1:8080", "-m", "-w", "0");
            awaitServers(wanted, program);

            namespace.run("ipvsadm", "-a", "-t", "10.96.0.1:80", "-r", "10.36.0.9:8080", "-m", "-w", "1");
            awaitServers(wanted, program);

            wanted.remove("-A -t 192.0.2.1:80 -s wlc");
            namespace.run("ipvsadm", "-C");
            awaitServers(wanted, program);
            assertIsWhole(program);
        }
    }

    /** A pass pauses after each part in proportion to its CPU time, which is long on an emulated processor. */
    private void awaitServers(Set<String> wanted, Program program) throws Exception {
        Await.until(
                wanted.toString(),
                Duration.ofMinutes(4),
                () -> wanted.equals(witness.ipvsadm()),
                () -> witness.ipvsadm() + "\n" + program.evidence());
    }

    private Program serving(String syncPeriod) throws Exception {
        return Program.serving(namespace, manifests.folder(), "--ipvs-sync-period", syncPeriod);
    }

    /** An address may be bound to a link that is about to vanish, so an operation may be without an answer. */
    private static void assertIsWhole(Program program) throws Exception {
        assertThat(program.isAlive()).isTrue();
        assertThat(program.log()).doesNotContain("Exception", "\tat ");
    }

    /** The words of all tables, sorted: tables and elements that were created anew may be listed in another order. */
    private List<String> tables() {
        return Stream.of(namespace.run("nft", "--stateless", "list", "ruleset").split("[\\s,]+"))
                .sorted()
                .toList();
    }
}
