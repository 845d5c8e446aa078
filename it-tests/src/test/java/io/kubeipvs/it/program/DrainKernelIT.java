package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.it.support.Conversation;
import io.kubeipvs.it.support.Program;
import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Connections that last while the pod or the Service they were made to goes. */
class DrainKernelIT extends DrainHarness {
    @Test
    void aConnectionGoesOnWhenItsPodLeavesAndTheServerIsGoneWithIt() throws Exception {
        serve(P1);
        try (Program program = Program.serving(node, manifests.folder())) {
            Conversation conversation = talk();
            assertThat(conversation.send("hello")).isEqualTo("p1 hello");
            serve(P2);
            kernelHas(program, rules("rr", P1 + " 0", P2 + " 1"));
            assertThat(conversation.send("still there")).isEqualTo("p1 still there");
            assertThat(whoTalks()).isEqualTo("p2");
            program.awaitLog("draining=1 ");
            assertThat(metrics()).contains("kubeipvs_draining_servers 1");

            serve(P1, P2);
            kernelHas(program, rules("rr", P1 + " 1", P2 + " 1"));
            serve(P2);
            kernelHas(program, rules("rr", P1 + " 0", P2 + " 1"));
            assertThat(conversation.send("and back")).isEqualTo("p1 and back");

            conversation.close();
            kernelHas(program, rules("rr", P2 + " 1"));
            program.awaitLog("draining=0 ");
            assertThat(metrics()).contains("kubeipvs_draining_servers 0");
            assertThat(program.log()).doesNotContain("not_done", "Exception", "\tat ");
        }
    }

    @Test
    void aDeletedServiceServesItsConnectionsRefusesNewOnesAndLeavesNothing() throws Exception {
        serve(P1);
        Conversation conversation;
        try (Program program = Program.serving(node, manifests.folder())) {
            conversation = talk();
            manifests.delete("web.yaml");
            kernelHas(program, rules("rr", P1 + " 0"));
            assertThat(conversation.send("still there")).isEqualTo("p1 still there");
            assertThatThrownBy(this::talk).isInstanceOf(ConnectException.class);
            program.kill();
        }
        try (Program program = Program.serving(node, manifests.folder())) {
            assertThat(conversation.send("after a restart")).isEqualTo("p1 after a restart");
            assertThat(witness.vips()).containsExactly(VIP);
            conversation.close();
            kernelHas(program, Set.of());
            assertThat(witness.vips()).isEmpty();
        }
    }

    @Test
    void aPodThatIsOutOfTimeIsCutOff() throws Exception {
        serve(P1);
        try (Program program = Program.serving(node, manifests.folder(), "--ipvs-drain-timeout", "1s");
                Conversation conversation = talk()) {
            assertThat(conversation.send("hello")).isEqualTo("p1 hello");
            serve(P2);
            kernelHas(program, rules("rr", P2 + " 1"));
            assertThatThrownBy(() -> conversation.send("anybody?")).isInstanceOf(IOException.class);
            assertThat(whoTalks()).isEqualTo("p2");
        }
    }

    @Test
    void datagramsFromOnePortGoToALivePodAtOnce() throws Exception {
        serveUdp(P1);
        try (Program program = Program.serving(node, manifests.folder());
                DatagramSocket socket = client.namespace().call(() -> new DatagramSocket())) {
            assertThat(ask(socket)).isEqualTo("p1");
            serveUdp(P2);
            kernelHas(program, new TreeSet<>(Set.of("-A -u 10.96.0.1:80 -s rr", server("-u", P2 + ":8080", "1"))));
            assertThat(ask(socket)).isEqualTo("p2");
        }
    }

    @Test
    void aClientWhoseHashFallsOnALeavingPodGetsAnother() throws Exception {
        Path config = manifests.folder().resolve("config.conf");
        Files.writeString(config, config("sh"));
        serve(P1, P2);
        try (Program program = Program.serving(node, manifests.folder(), "--config", config.toString())) {
            for (String scheduler : List.of("sh", "mh", "dh")) {
                manifests.write("config.conf", config(scheduler));
                serve(P1, P2);
                kernelHas(program, rules(scheduler, P1 + " 1", P2 + " 1"));
                try (Conversation conversation = talk()) {
                    String removed = conversation.send("hello").equals("p1 hello") ? P1 : P2;
                    String staying = removed.equals(P1) ? P2 : P1;
                    serve(staying);
                    if (scheduler.equals("dh")) {
                        kernelHas(program, rules(scheduler, staying + " 1"));
                    } else {
                        kernelHas(program, rules(scheduler, removed + " 0", staying + " 1"));
                        assertThat(conversation.send("still there")).endsWith("still there");
                    }
                    for (int i = 0; i < 4; i++) {
                        assertThat(whoTalks()).isEqualTo(staying.equals(P1) ? "p1" : "p2");
                    }
                }
            }
        }
    }

    /** Why servers of scheduler dh do not drain, and why sh and mh get their fallback flag. */
    @Test
    void theKernelsHashingRefusesWhomItGivesToAServerOfWeightZero() throws Exception {
        node.run("ip", "addr", "add", VIP + "/32", "dev", "lo");
        for (String scheduler : List.of("sh", "dh")) {
            node.run("ipvsadm", "-A", "-t", VIP + ":80", "-s", scheduler);
            node.run("ipvsadm", "-a", "-t", VIP + ":80", "-r", P1 + ":8081", "-m");
            node.run("ipvsadm", "-a", "-t", VIP + ":80", "-r", P2 + ":8081", "-m");
            String chosen = whoTalks().equals("p1") ? P1 : P2;
            node.run("ipvsadm", "-e", "-t", VIP + ":80", "-r", chosen + ":8081", "-m", "-w", "0");
            assertThatThrownBy(this::talk).as(scheduler).isInstanceOf(ConnectException.class);
            node.run("ipvsadm", "-D", "-t", VIP + ":80");
        }
    }

    private static String config(String scheduler) {
        return """
                apiVersion: kubeproxy.config.k8s.io/v1alpha1
                kind: KubeProxyConfiguration
                mode: "ipvs"
                ipvs: {scheduler: "%s"}
                """.formatted(scheduler);
    }

    private String metrics() {
        return node.run("curl", "-s", "http://127.0.0.1:10249/metrics");
    }
}
