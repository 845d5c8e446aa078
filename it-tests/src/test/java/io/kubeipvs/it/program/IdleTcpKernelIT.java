package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.it.support.Conversation;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Manifests;
import io.kubeipvs.it.support.Pod;
import io.kubeipvs.it.support.Program;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long a TCP connection without a packet lasts, in the tables of IPVS and of connection tracking. */
class IdleTcpKernelIT {
    private static final Pattern IPVS = Pattern.compile("(?m)^TCP +([0-9]+):[0-9]+ +ESTABLISHED ");
    private static final Pattern TRACKED = Pattern.compile("(?m)^tcp +6 ([0-9]+) ESTABLISHED ");
    private static final String VIP = "10.96.0.1";
    private static final String DAY = "86400 120 300";

    private KernelNamespace node;
    private Manifests manifests;
    private Pod pod;
    private Pod client;

    @BeforeEach
    void setUp() throws Exception {
        node = KernelNamespace.withLoopback();
        manifests = Manifests.create();
        pod = new Pod(node, 1, "p1", "10.36.0.1");
        client = new Pod(node, 2, "client", "10.36.0.2");
        manifests.write(
                "web.yaml", Manifests.web("web", VIP, "10.36.0.1").replace("8080", Integer.toString(Pod.TALK_PORT)));
    }

    @AfterEach
    void tearDown() throws Exception {
        pod.close();
        client.close();
        node.close();
    }

    @Test
    void bothTablesRememberItForADayByDefault() throws Exception {
        try (Program program = Program.serving(node, manifests.folder());
                Conversation conversation = talk()) {
            assertThat(conversation.send("hello")).isEqualTo("p1 hello");
            assertThat(program.log())
                    .contains("setting_set setting=ipvs.timeouts from=\"900 120 300\" to=\"" + DAY + "\"");
            assertThat(timeouts()).isEqualTo(DAY);
            assertThat(minutesInIpvs()).isBetween(23 * 60L, 24 * 60L);
            assertThat(secondsInConntrack()).isBetween(23 * 3600L, 24 * 3600L);
        }
    }

    /** As with the IPVS mode of kube-proxy, whose 15 minutes are the kernel's own. */
    @Test
    void aShorterTimeOfIpvsEndsItInBothTables() throws Exception {
        try (Program program = Program.serving(node, manifests.folder(), "--ipvs-tcp-timeout=3s");
                Conversation conversation = talk()) {
            assertThat(timeouts()).isEqualTo("3 120 300");
            assertThat(conversation.send("hello")).isEqualTo("p1 hello");
            Await.until(
                    "the end of the connection in both tables",
                    Duration.ofSeconds(60),
                    () -> !IPVS.matcher(ipvs()).find()
                            && !TRACKED.matcher(tracked()).find(),
                    () -> ipvs() + tracked());
            assertThat(isCut(conversation)).isTrue();
        }
    }

    @Test
    void aConnectionThatIsIdleForLongerThanTheKernelsOwnTimeGoesOn() throws Exception {
        node.run("ipvsadm", "--set", "3", "120", "300"); // instead of 15 minutes
        try (Program program = Program.serving(node, manifests.folder());
                Conversation conversation = talk()) {
            assertThat(conversation.send("hello")).isEqualTo("p1 hello");
            TimeUnit.SECONDS.sleep(8); // the time without a packet is the subject
            assertThat(conversation.send("again")).isEqualTo("p1 again");
            assertThat(program.log()).contains("from=\"3 120 300\" to=\"" + DAY + "\"");
        }
    }

    @Test
    void anotherProgramThatChangesThemIsNamedAndTheyAreSetAgain() throws Exception {
        try (Program program = Program.serving(node, manifests.folder(), "--ipvs-sync-period=1s")) {
            node.run("ipvsadm", "--set", "900", "0", "0");
            program.awaitLog("setting_repaired setting=ipvs.timeouts found=\"900 120 300\" set=\"" + DAY + "\" cause=");
            assertThat(timeouts()).isEqualTo(DAY);
            Await.until(() -> assertThat(healthAfterAnotherChange())
                    .contains(
                            "\"reason\":\"setting\",\"cause\":\"another program changed a kernel setting, and it was set"
                                    + " again: setting ipvs.timeouts: 900 120 300 instead of " + DAY + "\"")
                    .contains("\"fix\":\"find the program that sets it: "));
            program.awaitLog("setting_repaired_no_more setting=ipvs.timeouts");
            Await.until(() -> assertThat(health()).doesNotContain("degraded"));
        }
    }

    @Test
    void theKernelsOwnTimeOfConnectionTrackingCountsWhereItIsLeftAlone() throws Exception {
        // As kind writes it.
        manifests.write("kube-proxy.conf", """
                apiVersion: kubeproxy.config.k8s.io/v1alpha1
                kind: KubeProxyConfiguration
                conntrack: {maxPerCore: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
                """);
        String config = manifests.folder().resolve("kube-proxy.conf").toString();
        String own = node.run("sysctl", "-n", "net.netfilter.nf_conntrack_tcp_timeout_established")
                .strip();
        try (Program program = Program.serving(node, manifests.folder(), "--config", config)) {
            assertThat(timeouts()).isEqualTo(own + " 120 300");
            assertThat(program.terminate()).isZero();
        }
        assertThat(node.run(Program.LAUNCHER.toString(), "cleanup")).contains("kernel settings: ");
        assertThat(timeouts()).isEqualTo("900 120 300");
    }

    private Conversation talk() throws Exception {
        return Conversation.open(client.namespace(), VIP, 80);
    }

    private String timeouts() {
        return node.run("ipvsadm", "-L", "--timeout")
                .replaceAll("(?s).*: ([0-9 ]+)\\s*$", "$1")
                .strip();
    }

    private String ipvs() {
        return node.run("ipvsadm", "-Lnc");
    }

    private String tracked() {
        return node.run("sh", "-c", "conntrack -L -p tcp --orig-dst " + VIP + " 2>/dev/null");
    }

    private long minutesInIpvs() {
        return number(IPVS, ipvs());
    }

    private long secondsInConntrack() {
        return number(TRACKED, tracked());
    }

    private static long number(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        assertThat(found.find()).as(text).isTrue();
        return Long.parseLong(found.group(1));
    }

    private static boolean isCut(Conversation conversation) {
        try {
            return conversation.send("again") == null;
        } catch (IOException e) {
            return true;
        }
    }

    private String healthAfterAnotherChange() {
        node.run("ipvsadm", "--set", "900", "0", "0");
        return health();
    }

    private String health() {
        return node.run("curl", "-s", "http://127.0.0.1:10256/healthz");
    }
}
