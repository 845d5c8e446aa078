package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.it.support.Conversation;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Manifests;
import io.kubeipvs.it.support.Pod;
import io.kubeipvs.it.support.Program;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node changes from IPVS to nf_tables and back while connections are open. */
class DataPathSwitchKernelIT {
    private static final String WEB = "10.96.0.1";
    private static final String TALK = "10.96.0.2";

    private final List<AutoCloseable> open = new ArrayList<>();
    private KernelNamespace node;
    private KernelNamespace client;
    private Manifests manifests;

    @BeforeEach
    void makeNode() throws Exception {
        node = KernelNamespace.withLoopback();
        node.run("sysctl", "-qw", "net.ipv4.ip_forward=1");
        manifests = Manifests.create();
        manifests.write("web.yaml", Manifests.web("web", WEB, "10.36.0.1"));
        manifests.write("talk.yaml", Manifests.web("talk", TALK, "10.36.0.1").replace("8080", "8081"));
        Pod server = new Pod(node, 1, "p1", "10.36.0.1");
        Pod asking = new Pod(node, 9, "client", "10.36.0.9");
        open.addAll(List.of(server, asking));
        client = asking.namespace();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        node.close();
    }

    private Program serving(String path) throws Exception {
        return Program.serving(node, manifests.folder(), "--data-path=" + path, "--ipvs-sync-period=2s");
    }

    @Test
    void connectionsOutliveTheChangeInBothDirections() throws Exception {
        Conversation ofIpvs;
        try (Program program = serving("ipvs")) {
            ofIpvs = Conversation.open(client, TALK, 80);
            assertThat(ofIpvs.send("one")).contains("one");
            program.terminate();
        }
        Conversation ofNftables;
        try (Program program = serving("nftables")) {
            program.awaitLog("other_data_path_removed data_path=ipvs virtual_servers=1 with_connections=1");
            assertThat(node.run("ipvsadm", "-Ln")).contains(TALK).doesNotContain(WEB);
            assertThat(ofIpvs.send("two")).contains("two");
            ofNftables = Conversation.open(client, TALK, 80);
            assertThat(ofNftables.send("three")).contains("three");
            assertThat(Pod.askTcp(client, WEB, 80)).isEqualTo("p1");
            program.terminate();
        }
        try (Program program = serving("ipvs")) {
            program.awaitLog("other_data_path_removed data_path=nftables");
            assertThat(node.run("nft", "list", "tables")).doesNotContain("kube-ipvs-dnat");
            assertThat(ofIpvs.send("four")).contains("four");
            assertThat(ofNftables.send("five")).contains("five");
            assertThat(Pod.askTcp(client, WEB, 80)).isEqualTo("p1");
            Await.until(() -> assertThat(node.run("ipvsadm", "-Ln")).contains(WEB, TALK));
            ofIpvs.close();
            ofNftables.close();
        }
    }
}
