package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Manifests;
import io.kubeipvs.it.support.Program;
import io.kubeipvs.it.support.SchedulerModule;
import io.kubeipvs.it.support.Witness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The packaged program on the real kernel, as other people's tools see what it does. */
class ProgramKernelIT {
    private KernelNamespace namespace;
    private Witness witness;
    private Manifests manifests;

    @BeforeEach
    void setUp() throws Exception {
        namespace = KernelNamespace.withLoopback();
        witness = new Witness(namespace);
        manifests = Manifests.create();
    }

    @AfterEach
    void tearDown() {
        namespace.close();
    }

    @Test
    void programsEveryPortFamilyAndProtocolAndFollowsChanges() throws Exception {
        manifests.write("dns.yaml", DNS);
        manifests.write("web.yaml", Manifests.web("web", "10.96.0.1", "10.36.0.1"));
        try (Program program = Program.serving(namespace, manifests.folder())) {
            assertThat(witness.ipvsadm()).isEqualTo(lines("""
                    -A -t 10.96.0.1:80 -s rr
                    -a -t 10.96.0.1:80 -r 10.36.0.1:8080 -m -w 1
                    -A -t 10.96.0.10:53 -s rr
                    -a -t 10.96.0.10:53 -r 10.36.0.2:5353 -m -w 1
                    -a -t 10.96.0.10:53 -r 10.36.0.3:5353 -m -w 1
                    -a -t 10.96.0.10:53 -r 10.36.0.4:5353 -m -w 1
                    -A -u 10.96.0.10:53 -s rr
                    -a -u 10.96.0.10:53 -r 10.36.0.2:5353 -m -w 1
                    -a -u 10.96.0.10:53 -r 10.36.0.3:5353 -m -w 1
                    -a -u 10.96.0.10:53 -r 10.36.0.4:5353 -m -w 1
                    -A -t [fd00:10:96::a]:53 -s rr
                    -a -t [fd00:10:96::a]:53 -r [fd00:10:36::2]:5353 -m -w 1
                    -A -u [fd00:10:96::a]:53 -s rr
                    -a -u [fd00:10:96::a]:53 -r [fd00:10:36::2]:5353 -m -w 1
                    """));
            assertThat(witness.vips()).containsExactly("10.96.0.1", "10.96.0.10", "fd00:10:96::a");
            assertThat(witness.pings("10.96.0.1")).isTrue();
            assertThat(witness.pings("fd00:10:96::a")).isTrue();
            assertThat(witness.pings("10.96.0.77")).isFalse();

            // A second Service on the VIP keeps it bound when the first one goes.
            manifests.write(
                    "admin.yaml",
                    Manifests.web("admin", "10.96.0.1", "10.36.0.9").replace("port: 80,", "port: 81,"));
            Await.until(
                    "the second Service",
                    Duration.ofSeconds(60),
                    () -> witness.ipvsadm().contains("-A -t 10.96.0.1:81 -s rr"),
                    witness::ipvsadm);
            manifests.delete("web.yaml");
            manifests.delete("dns.yaml");
            Await.equal(lines("""
                    -A -t 10.96.0.1:81 -s rr
                    -a -t 10.96.0.1:81 -r 10.36.0.9:8080 -m -w 1
                    """), witness::ipvsadm);
            assertThat(witness.vips()).containsExactly("10.96.0.1");

            manifests.delete("admin.yaml");
            Await.equal(Set.of(), witness::ipvsadm);
            assertThat(witness.vips()).isEmpty();
            assertThat(witness.pings("10.96.0.1")).isFalse();
            assertThat(program.log()).doesNotContain("not_done", "Exception", "\tat ");
        }
    }

    @Test
    void servesTheUsersManualEndpoints() throws Exception {
        manifests.write("mysql.yaml", MYSQL);
        try (Program program = Program.serving(namespace, manifests.folder())) {
            assertThat(program.isAlive()).isTrue();
            assertThat(witness.ipvsadm()).isEqualTo(lines("""
                    -A -t 10.96.33.6:3306 -s rr
                    -a -t 10.96.33.6:3306 -r 10.15.9.211:3306 -m -w 1
                    """));
        }
    }

    @Test
    void changesTheSchedulerLiveThroughAllSixAndBack() throws Exception {
        manifests.write(
                "web.yaml",
                Manifests.web("web", "10.96.0.1", "10.36.0.1") + Manifests.web("web6", "fd00::1", "fd00:36::1"));
        Path config = manifests.folder().resolve("config.conf");
        Files.writeString(config, config("rr"));
        try (Program program = Program.serving(namespace, manifests.folder(), "--config", config.toString())) {
            for (String scheduler : new String[] {"lc", "dh", "sh", "sed", "nq", "rr"}) {
                manifests.write("config.conf", config(scheduler));
                Await.equal(
                        lines("""
                        -A -t 10.96.0.1:80 -s %1$s
                        -a -t 10.96.0.1:80 -r 10.36.0.1:8080 -m -w 1
                        -A -t [fd00::1]:80 -s %1$s
                        -a -t [fd00::1]:80 -r [fd00:36::1]:8080 -m -w 1
                        """.formatted(scheduler.equals("sh") ? "sh -b sh-fallback" : scheduler)),
                        witness::ipvsadm);
            }
            manifests.write("config.conf", config("fastest"));
            program.awaitLog("config_not_applied_will_retry cause=\"ipvs.scheduler: 'fastest': this kernel has no such"
                    + " scheduler\" fix=\"modprobe -a ip_vs_fastest\"");
            assertThat(witness.ipvsadm()).contains("-A -t 10.96.0.1:80 -s rr");
            assertThat(program.isAlive()).isTrue();
        }
    }

    @Test
    void stoppingKeepsTheKernelStateAndARestartAdoptsIt() throws Exception {
        manifests.write("web.yaml", Manifests.web("web", "10.96.0.1", "10.36.0.1"));
        manifests.write("gone.yaml", Manifests.web("gone", "10.96.0.2", "10.36.0.2"));
        namespace.run("ipvsadm", "-A", "-t", "192.0.2.1:80", "-s", "wlc");
        Set<String> before;
        try (Program program = Program.serving(namespace, manifests.folder())) {
            before = witness.ipvsadm();
            assertThat(program.terminate()).isZero();
            assertThat(program.log()).contains("stopped kernel_state=kept");
        }
        assertThat(witness.ipvsadm()).isEqualTo(before);
        assertThat(witness.vips()).containsExactly("10.96.0.1", "10.96.0.2");

        manifests.delete("gone.yaml");
        try (Program program = Program.serving(namespace, manifests.folder())) {
            assertThat(program.log()).contains("first_sync services=1 operations=2 "); // closed, and weight 0
            Await.equal(lines("""
                    -A -t 10.96.0.1:80 -s rr
                    -a -t 10.96.0.1:80 -r 10.36.0.1:8080 -m -w 1
                    -A -t 192.0.2.1:80 -s wlc
                    """), witness::ipvsadm);
            assertThat(witness.vips()).containsExactly("10.96.0.1");
            program.awaitLog("synced services=0 operations=4 "); // unbound and dropped, and taken out of the filter
        }
    }

    @Test
    void servesTheGoodObjectsAndReportsTheBadOnes() throws Exception {
        manifests.write("broken.yaml", "kind: Service\n  metadata: [\n");
        manifests.write(
                "mixed.yaml",
                Manifests.web("web", "10.96.0.1", "10.36.0.1")
                        + Manifests.web("port", "10.96.0.2", "10.36.0.2").replace("port: 80,", "port: 70000,")
                        + Manifests.web("address", "10.300.0.3", "10.36.0.3"));
        try (Program program = Program.serving(namespace, manifests.folder())) {
            assertThat(witness.ipvsadm()).isEqualTo(lines("""
                    -A -t 10.96.0.1:80 -s rr
                    -a -t 10.96.0.1:80 -r 10.36.0.1:8080 -m -w 1
                    """));
            program.awaitLog(
                    "object_rejected object=\"Service default/port\" cause=\"mixed.yaml: spec.ports[0].port 70000: must be in 1-65535");
            program.awaitLog(
                    "object_rejected object=\"Service default/address\" cause=\"mixed.yaml: spec.clusterIP '10.300.0.3': must be an IPv4 or IPv6 address");
            program.awaitLog("object_rejected object=\"manifest broken.yaml\" cause=\"line 2,");
            assertThat(namespace.run("curl", "-s", "http://127.0.0.1:10249/metrics"))
                    .contains("kubeipvs_rejected_objects{kind=\"Service\"} 2")
                    .contains("kubeipvs_rejected_objects{kind=\"manifest\"} 1");
            assertThat(program.log()).doesNotContain("\tat ");
        }
    }

    @Test
    void aSchedulerThatTheKernelLacksIsNamedAndRetried() throws Exception {
        manifests.write("web.yaml", Manifests.web("web", "10.96.0.1", "10.36.0.1"));
        manifests.write("config.conf", config("rr"));
        String config = manifests.folder().resolve("config.conf").toString();
        try (Program program = Program.serving(namespace, manifests.folder(), "--config", config)) {
            try (SchedulerModule absent = SchedulerModule.absent(namespace, "lblcr")) {
                manifests.write("config.conf", config("lblcr"));
                program.awaitLog("the kernel has no scheduler 'lblcr'\" fix=\"modprobe ip_vs_lblcr, or choose another");
                manifests.write("new.yaml", Manifests.web("new", "10.96.0.2", "10.36.0.2"));
                program.awaitLog("10.96.0.2");
                assertThat(witness.ipvsadm()).contains("-A -t 10.96.0.1:80 -s rr");
                assertThat(witness.vips()).containsExactly("10.96.0.1");
            }
            Await.until(
                    "the virtual servers",
                    Duration.ofSeconds(60),
                    () -> witness.ipvsadm()
                            .containsAll(Set.of("-A -t 10.96.0.1:80 -s lblcr", "-A -t 10.96.0.2:80 -s lblcr")),
                    program::evidence);
            Await.equal(Set.of("10.96.0.1", "10.96.0.2"), () -> witness.vips());
        }
    }

    @Test
    void withoutPrivilegeItReportsThatInOneLine() throws Exception {
        String output = namespace.run(
                "sh",
                "-c",
                "setpriv --inh-caps=-all --bounding-set=-all " + Program.LAUNCHER
                        + " run --manifests / 2>&1; echo status=$?");
        assertThat(output.lines().toList())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .isEqualTo(
                                        "kube-ipvs: CAP_NET_ADMIN: this process lacks it; run it as root, or give the container"
                                                + " capabilities.add: [NET_ADMIN]"),
                        line -> assertThat(line).isEqualTo("status=1"));
    }

    private static final String DNS = """
            apiVersion: v1
            kind: List
            items:
            - apiVersion: v1
              kind: Service
              metadata: {name: kube-dns, namespace: kube-system}
              spec:
                clusterIP: 10.96.0.10
                clusterIPs: [10.96.0.10, "fd00:10:96::a"]
                ports:
                - {name: dns, port: 53, protocol: UDP, targetPort: dns}
                - {name: dns-tcp, port: 53, protocol: TCP, targetPort: dns-tcp}
            - apiVersion: discovery.k8s.io/v1
              kind: EndpointSlice
              metadata: {name: kube-dns-a, namespace: kube-system, labels: {kubernetes.io/service-name: kube-dns}}
              addressType: IPv4
              ports: [{name: dns, port: 5353, protocol: UDP}, {name: dns-tcp, port: 5353, protocol: TCP}]
              endpoints:
              - {addresses: [10.36.0.2], conditions: {ready: true}}
              - {addresses: [10.36.0.3]}
              - {addresses: [10.36.0.5], conditions: {ready: false}}
            - apiVersion: discovery.k8s.io/v1
              kind: EndpointSlice
              metadata: {name: kube-dns-b, namespace: kube-system, labels: {kubernetes.io/service-name: kube-dns}}
              addressType: IPv4
              ports: [{name: dns, port: 5353, protocol: UDP}, {name: dns-tcp, port: 5353, protocol: TCP}]
              endpoints:
              - {addresses: [10.36.0.3]}
              - {addresses: [10.36.0.4]}
            - apiVersion: discovery.k8s.io/v1
              kind: EndpointSlice
              metadata: {name: kube-dns-6, namespace: kube-system, labels: {kubernetes.io/service-name: kube-dns}}
              addressType: IPv6
              ports: [{name: dns, port: 5353, protocol: UDP}, {name: dns-tcp, port: 5353, protocol: TCP}]
              endpoints: [{addresses: ["fd00:10:36::2"]}]
            - apiVersion: v1
              kind: Service
              metadata: {name: headless, namespace: default}
              spec: {clusterIP: None, ports: [{port: 80}]}
            - apiVersion: v1
              kind: Service
              metadata: {name: elsewhere, namespace: default}
              spec: {type: ExternalName, externalName: example.com}
            """;

    private static final String MYSQL = """
            apiVersion: v1
            kind: Service
            metadata:
              name: mysql
            spec:
              clusterIP: 10.96.33.6
              ports:
              - port: 3306
            ---
            apiVersion: v1
            kind: Endpoints
            metadata:
              name: mysql
            subsets:
            - addresses:
              - ip: 10.15.9.211
              ports:
              - port: 3306
            """;

    private static String config(String scheduler) {
        return """
                apiVersion: kubeproxy.config.k8s.io/v1alpha1
                kind: KubeProxyConfiguration
                mode: "ipvs"
                ipvs:
                  scheduler: "%s"
                """.formatted(scheduler);
    }

    private static Set<String> lines(String text) {
        return new TreeSet<>(text.lines().map(String::strip).toList());
    }
}
