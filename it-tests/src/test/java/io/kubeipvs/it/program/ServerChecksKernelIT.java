package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.Figure;
import io.kubeipvs.it.support.Conversation;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Load;
import io.kubeipvs.it.support.Manifests;
import io.kubeipvs.it.support.Pod;
import io.kubeipvs.it.support.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A pod that dies without a word while its EndpointSlice still has it. Without health checks half of the clients wait in vain.
 * With checks the repeated SYN of a waiting client goes to the other pod, new clients never meet the dead one, and it comes back
 * when it recovers.
 */
class ServerChecksKernelIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int WITHOUT_CHECKS_MILLIS = 15_000;
    private static final int WITH_CHECKS_MILLIS = 100_000;
    private static final int CLIENTS = 4;

    private KernelNamespace node;
    private Manifests manifests;
    private Pod p1;
    private Pod p2;
    private Pod client;
    private String vip;
    private String first;
    private String second;

    private void setUp(String v, String address, String prefix) throws Exception {
        vip = v;
        first = prefix + "1";
        second = prefix + "2";
        node = KernelNamespace.node(address);
        node.run("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1");
        manifests = Manifests.create();
        p1 = new Pod(node, 1, "p1", first);
        p2 = new Pod(node, 2, "p2", second);
        client = new Pod(node, 3, "client", prefix + "3");
    }

    @AfterEach
    void tearDown() throws Exception {
        for (Pod pod : List.of(p1, p2, client)) {
            pod.close();
        }
        node.close();
    }

    /** Port 80 answers and ends; port 81 converses. Both are checked by one check of port 8080. */
    private void serve(String... options) throws IOException {
        StringBuilder annotations = new StringBuilder();
        for (String option : options) {
            annotations.append("    kubeipvs.io/health-check").append(option).append('\n');
        }
        String family = vip.contains(":") ? "IPv6" : "IPv4";
        manifests.write("web.yaml", """
                apiVersion: v1
                kind: Service
                metadata:
                  name: web
                  namespace: default
                  annotations:
                    example.com/team: web
                %s
                spec:
                  clusterIP: "%s"
                  ports: [{name: ask, port: 80, targetPort: 8080}, {name: talk, port: 81, targetPort: 8081}]
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: web-1, namespace: default, labels: {kubernetes.io/service-name: web}}
                addressType: %s
                ports: [{name: ask, port: 8080}, {name: talk, port: 8081}]
                endpoints:
                - {addresses: ["%s"], targetRef: {kind: Pod, name: p1}}
                - {addresses: ["%s"], targetRef: {kind: Pod, name: p2}}
                """.formatted(annotations, vip, family, first, second));
    }

    private static final String[] CHECKS = {
        ": tcp", "-port: '8080'", "-interval: 1s", "-timeout: 1s", "-retry-delay: 100ms", "-fall: '2'", "-rise: '2'"
    };

    private static String[] checksAnd(String more) {
        List<String> all = new ArrayList<>(List.of(CHECKS));
        all.add(more);
        return all.toArray(String[]::new);
    }

    /** No TCP packet reaches it. */
    private static void silence(Pod pod) {
        pod.namespace()
                .run(
                        "nft",
                        "add table inet silence; add chain inet silence in"
                                + " { type filter hook input priority -300; policy accept; };"
                                + " add rule inet silence in meta l4proto tcp drop");
    }

    private static void wake(Pod pod) {
        pod.namespace().run("nft", "delete table inet silence");
    }

    /** The weights of a pod's ports; empty = the kernel does not have it. */
    private List<String> weights(String pod) {
        String server = (pod.contains(":") ? "[" + pod + "]" : pod) + ":";
        return node.run("ipvsadm", "-Sn")
                .lines()
                .filter(line -> line.contains("-r " + server))
                .map(line -> line.replaceFirst(".* -w ", "").replaceFirst(" .*", ""))
                .toList();
    }

    private void awaitWeights(String pod, String... weights) throws Exception {
        Await.until(
                "weights " + List.of(weights) + " of " + pod,
                PATIENCE,
                () -> weights(pod).equals(List.of(weights)),
                () -> node.run("ipvsadm", "-Ln"));
    }

    /** Some clients connect at once. Returns the time in seconds until the last of them was served; empty = one was not. */
    private OptionalDouble secondsUntilServed(int patienceMillis) throws Exception {
        List<CompletableFuture<Boolean>> served = new ArrayList<>();
        long begin = System.nanoTime();
        for (int i = 0; i < CLIENTS; i++) {
            CompletableFuture<Boolean> one = new CompletableFuture<>();
            served.add(one);
            new Thread(() -> one.complete(isServed(patienceMillis))).start();
        }
        boolean areAll = true;
        for (CompletableFuture<Boolean> one : served) {
            areAll &= one.get();
        }
        return areAll ? OptionalDouble.of((System.nanoTime() - begin) / 1e9) : OptionalDouble.empty();
    }

    private boolean isServed(int patienceMillis) {
        try {
            return client.namespace().call(() -> {
                try (Socket socket = new Socket()) {
                    socket.connect(new InetSocketAddress(InetAddress.getByName(vip), 80), patienceMillis);
                    socket.setSoTimeout(patienceMillis);
                    return socket.getInputStream().readAllBytes().length > 0;
                }
            });
        } catch (Exception e) {
            return false;
        }
    }

    private static boolean isCut(Conversation conversation) throws IOException {
        try {
            return conversation.send("hello?") == null;
        } catch (SocketTimeoutException silence) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }

    /** A conversation with the first pod. */
    private Conversation withFirst() throws Exception {
        while (true) {
            Conversation conversation = Conversation.open(client.namespace(), vip, 81);
            if (conversation.send("hello").startsWith("p1")) {
                return conversation;
            }
            conversation.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "v4, 10.96.0.1, 192.168.1.2/24, 10.36.0.",
        "v6, fd00:96::1, 2001:db8:1::2/64, fd00:36::",
    })
    void aSilentPodLosesItsClientsAndComesBack(String family, String v, String address, String prefix)
            throws Exception {
        setUp(v, address, prefix);
        Path own = Files.writeString(
                manifests.folder().resolveSibling(manifests.folder().getFileName() + ".conf"), """
                apiVersion: kubeipvs.io/v1alpha1
                kind: KubeIpvsConfiguration
                annotations: {allowed: [all]}
                """);
        serve();
        try (Program program =
                Program.serving(node, manifests.folder(), "--kube-ipvs-config=" + own, Program.EACH_ROUND)) {
            silence(p1);
            assertThat(secondsUntilServed(WITHOUT_CHECKS_MILLIS))
                    .as("without checks some clients wait for the silent pod")
                    .isEmpty();
            wake(p1);
            serve(CHECKS);
            assertThat(node.run("sysctl", "-n", "net.ipv4.vs.expire_nodest_conn", "net.ipv4.vs.conn_reuse_mode")
                            .lines())
                    .as("with these two a repeated SYN is scheduled anew")
                    .containsExactly("1", "1");
            Await.until("the check to reach the pods", PATIENCE, () -> checked() == 2, () -> metric("health"));
            clientsOfASilentPodAreServed(family, program);
            removedByChoice(program);
            openWithoutAHealthyOne(program);
        } catch (AssertionError | Exception e) {
            System.out.println(node.run("ipvsadm", "-Ln"));
            throw e;
        }
    }

    private String metric(String part) throws Exception {
        return node.run("curl", "-s", "http://127.0.0.1:10249/metrics")
                .lines()
                .filter(line -> line.contains(part) && !line.startsWith("#"))
                .toList()
                .toString();
    }

    private int checked() throws Exception {
        String value = metric("kubeipvs_checked_servers");
        return value.matches("\\[kubeipvs_checked_servers [0-9.]+]")
                ? (int) Double.parseDouble(value.replaceAll("[^0-9.]", ""))
                : 0;
    }

    private void clientsOfASilentPodAreServed(String family, Program program) throws Exception {
        try (Conversation conversation = withFirst();
                Load before = new Load();
                Load load = new Load()) {
            before.from("client from before", client.namespace(), new Load.Targets(vip, 80, vip, 81));
            Await.until("a load", PATIENCE, () -> before.count(Load.End.SERVED) > 20, before::toString);
            silence(p1);
            OptionalDouble seconds = secondsUntilServed(WITH_CHECKS_MILLIS);
            assertThat(seconds).as("with checks every client is served").isPresent();
            Figure.print(
                    "checks." + family + ".seconds.until.served",
                    String.format(
                            Locale.ROOT,
                            "%.1f s; without checks over %d s",
                            seconds.getAsDouble(),
                            WITHOUT_CHECKS_MILLIS / 1000));
            awaitWeights(first, "0", "0");
            assertThat(weights(second)).containsExactly("1", "1");
            load.from("client", client.namespace(), new Load.Targets(vip, 80, vip, 81));
            Await.until(
                    "requests of new clients",
                    PATIENCE,
                    () -> load.count(Load.End.SERVED) + load.count(Load.End.SLOW) > 100,
                    load::toString);
            assertThat(load.troubles())
                    .as("new clients never meet the silent pod")
                    .isEmpty();
            isShown();
            wake(p1);
            awaitWeights(first, "1", "1");
            assertThat(conversation.send("again"))
                    .as("its connection outlives its silence")
                    .isEqualTo("p1 again");
            assertThat(load.troubles()).isEmpty();
            System.out.println("a pod goes silent under load, " + family + ": " + before);
            assertThat(before.count(Load.End.REFUSED)).isZero();
        }
        assertThat(program.log()).contains("server_unhealthy check=\"tcp://").contains("server_healthy check=\"tcp://");
    }

    private void isShown() {
        String status = kubeIpvs("status");
        assertThat(status)
                .contains("Health checks 2 servers checked, 1 unhealthy")
                .contains("no connection within 1s");
        assertThat(kubeIpvs("services")).contains("1 of 2 servers failed their health check");
        assertThat(kubeIpvs("explain default/web"))
                .contains("failed its health check: no connection within 1s")
                .containsPattern("  weight 1  check tcp://[^ ]+ [0-9]+s ago: passed, [0-9]+ in a row");
    }

    private String kubeIpvs(String arguments) {
        String text = node.run("sh", "-c", Program.LAUNCHER + " " + arguments + " 2>&1 || true");
        System.out.println("kube-ipvs " + arguments + "\n" + text);
        return text;
    }

    private void removedByChoice(Program program) throws Exception {
        serve(checksAnd("-on-failure: remove"));
        try (Conversation conversation = withFirst()) {
            silence(p1);
            awaitWeights(first);
            Await.until("its client to be notified", PATIENCE, () -> isCut(conversation), program::log);
        }
        wake(p1);
        awaitWeights(first, "1", "1");
    }

    private void openWithoutAHealthyOne(Program program) throws Exception {
        serve(CHECKS);
        silence(p1);
        awaitWeights(first, "0", "0");
        silence(p2);
        Await.until("both to be unhealthy", PATIENCE, () -> metric("unhealthy").contains(" 2"), program::log);
        awaitWeights(first, "1", "1");
        awaitWeights(second, "1", "1");
        wake(p2);
        awaitWeights(first, "0", "0");
        assertThat(weights(second)).containsExactly("1", "1");
        assertThat(secondsUntilServed(WITH_CHECKS_MILLIS)).isPresent();
    }
}
