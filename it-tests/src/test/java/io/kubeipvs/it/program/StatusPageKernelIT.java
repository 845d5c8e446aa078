package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.it.page.SavedPages;
import io.kubeipvs.it.page.SavedTerminal;
import io.kubeipvs.it.support.Client;
import io.kubeipvs.it.support.Conversation;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Manifests;
import io.kubeipvs.it.support.Pod;
import io.kubeipvs.it.support.Program;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The page {@code /status} of the real program on the real kernel, with traffic, drains and problems. It saves the answers for
 * {@code it-tests/status-page}, which opens them in a browser.
 */
class StatusPageKernelIT {
    private static final String VIP = "10.96.0.1";
    private static final String PAGE = "http://127.0.0.1:10249/status";
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final List<Pod> pods = new ArrayList<>();
    private final List<Conversation> talks = new ArrayList<>();
    private KernelNamespace node;
    private Manifests manifests;

    @BeforeEach
    void setUp() throws Exception {
        node = KernelNamespace.withLoopback();
        node.run("sysctl", "-qw", "net.ipv4.ip_forward=1");
        manifests = Manifests.create();
        for (int i = 1; i <= 5; i++) {
            pods.add(new Pod(node, i, "p" + i, "10.36.0." + i));
        }
        write("web", VIP, "[{port: 8081}]", "10.36.0.1", "10.36.0.2", "10.36.0.3");
        write("api", "10.96.0.2", "[{port: 8080}]", "10.36.0.1", "10.36.0.4");
        write("cart", "10.96.0.3", "[{port: 8080}]", "10.36.0.2", "10.36.0.3", "10.36.0.4");
        write("search", "fd00:96::4", "[{port: 8080}]", "fd00:36::1");
        write("queue", "10.96.0.5", "[{port: 8080}]");
        manifests.write(
                "legacy.yaml",
                text("legacy", "10.96.0.6", "10.36.0.4")
                        .replace("  ports: [{port: 80", "  externalIPs: [\"127.0.0.9\"]\n  ports: [{port: 80"));
    }

    @AfterEach
    void tearDown() throws Exception {
        for (Conversation talk : talks) {
            talk.close();
        }
        for (Pod pod : pods) {
            pod.close();
        }
        node.close();
    }

    private static String text(String name, String vip, String... endpoints) {
        return Manifests.web(name, vip, endpoints).replace("namespace: default", "namespace: shop");
    }

    private void write(String name, String vip, String port, String... endpoints) throws IOException {
        manifests.write(name + ".yaml", text(name, vip, endpoints).replace("[{port: 8080}]", port));
    }

    private KernelNamespace client() {
        return pods.get(4).namespace();
    }

    private String get(String query) {
        return node.run("curl", "-si", PAGE + query);
    }

    @Test
    void showsTrafficDrainsAndProblemsToTheNodeAlone() throws Exception {
        node.run("ipvsadm", "-A", "-t", "192.0.2.1:6443", "-s", "wlc"); // another program's
        try (Program program = Program.serving(
                        node,
                        manifests.folder(),
                        "--ipvs-scheduler=lc",
                        "--hostname-override=n1",
                        "--metrics-bind-address=0.0.0.0");
                Client asking = Client.in(client(), () -> Pod.askTcp(client(), "10.96.0.2", 80), 20)) {
            for (int i = 0; i < 7; i++) {
                talks.add(Conversation.open(client(), VIP, 80));
            }
            write("web", VIP, "[{port: 8081}]", "10.36.0.1", "10.36.0.2");
            Await.until(
                    "the drain and the rate on the page",
                    PATIENCE,
                    () -> get("").matches("(?s).*draining [0-9]+s of 1h.*")
                            && !get("?q=shop/api&sort=rate&servers=no").contains("data-label=\"New/s\" class=\"n\">0<"),
                    () -> get("") + program.log());
            isShown(get(""));
            isForTheNodeAlone();
            if (System.getenv("KUBEIPVS_PICTURES") != null) {
                SavedTerminal.save(top());
            }
            SavedPages.save("all", get(""));
            SavedPages.save("one", get("?q=shop/web"));
            SavedPages.save("problems", get("?show=problems&servers=no"));
            SavedPages.save("none", get("?q=no-such-service"));
            assertThat(asking.failure()).isEmpty();
        }
    }

    /** The output of {@code top} on a terminal of its own, for the documentation. */
    private String top() {
        String top = "stty cols 132 rows 14; TERM=xterm-256color exec " + Program.LAUNCHER + " top";
        return node.run("sh", "-c", "(sleep 40; printf q; sleep 5) | script -qec '" + top + "' /dev/null");
    }

    private static void isShown(String page) {
        assertThat(page)
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("Content-Security-Policy: default-src 'none'; style-src 'sha256-")
                .containsSubsequence(
                        "Service shop/legacy",
                        "REFUSED loopback",
                        "shop/queue",
                        "no endpoint: refuses connections",
                        "shop/web",
                        "2 of 2 ready, 1 draining",
                        "shop/api")
                .contains("no Service wants it", "[fd00:96::4]:80/TCP", ">All <b>8</b>");
    }

    /** The port listens on every address here: the client is a pod, as far away as any other. */
    private void isForTheNodeAlone() {
        String url = "http://169.254.1.1:10249/";
        assertThat(client().run("curl", "-si", url + "status"))
                .startsWith("HTTP/1.1 403 Forbidden\r\n")
                .doesNotContain("shop/");
        assertThat(client().run("curl", "-s", url + "metrics"))
                .contains("kubeipvs_virtual_servers")
                .doesNotContain("shop");
        assertThat(node.run("curl", "-si", "-H", "Host: evil.example:10249", PAGE))
                .startsWith("HTTP/1.1 403 Forbidden\r\n")
                .doesNotContain("shop/");
    }
}
