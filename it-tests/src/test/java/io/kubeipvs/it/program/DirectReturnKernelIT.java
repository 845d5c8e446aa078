package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.it.support.Client;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Pod;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Why pods do not answer clients directly (IPVS by tunnel): docs/adr/0033. The pod is prepared as its owner would do it: it
 * has the VIP, and unpacks the tunnel. The node has the VIP too, as every node with kube-ipvs.
 */
class DirectReturnKernelIT {
    private static final String VIP = "203.0.113.7";
    private static final String VIP6 = "2001:db8:7::7";
    private static final int PATIENCE_MILLIS = 4000;

    private KernelNamespace node;

    @BeforeEach
    void setUp() {
        node = KernelNamespace.withLoopback();
        node.run("ip", "link", "add", "vips", "type", "dummy");
        node.run("ip", "link", "set", "vips", "up");
        node.run("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1");
        node.run("modprobe", "-a", "ipip", "ip6_tunnel");
    }

    @AfterEach
    void tearDown() {
        // While they are loaded, each new namespace has links of theirs. Of a host that uses them, they stay.
        node.run("sh", "-c", "modprobe -r ipip ip6_tunnel || true");
        node.close();
    }

    @Test
    void theNodeDropsTheAnswersUnlessItAcceptsItsOwnAddressesFromPods() throws Exception {
        node.run("ip", "addr", "add", VIP + "/32", "dev", "vips");
        try (Pod pod = new Pod(node, 1, "p1", "10.36.0.1");
                Pod client = new Pod(node, 2, "client", "10.36.0.2")) {
            pod.namespace().run("ip", "link", "set", "tunl0", "up");
            pod.namespace().run("ip", "addr", "add", VIP + "/32", "dev", "lo");
            pod.namespace().run("sysctl", "-qw", "net.ipv4.conf.all.rp_filter=0", "net.ipv4.conf.tunl0.rp_filter=0");
            serve("-t " + VIP + ":8080", "10.36.0.1:8080");
            assertThat(ask(client, VIP)).isEqualTo(Client.SILENCE);
            node.run("sysctl", "-qw", "net.ipv4.conf.pod1.accept_local=1", "net.ipv4.conf.pod1.rp_filter=0");
            assertThat(ask(client, VIP)).isEqualTo("accepted");
        }
    }

    @Test
    void withIpv6TheyArriveIfTheTunnelDoesNotBeginAtTheVip() throws Exception {
        node.run("ip", "addr", "add", VIP6 + "/128", "dev", "vips", "nodad");
        // The outer source address. A pod drops a tunnel from the VIP, because that is an address of its own.
        node.run("ip", "addr", "add", "fd00:36::fe/128", "dev", "lo", "nodad");
        try (Pod pod = new Pod(node, 1, "p1", "fd00:36::1");
                Pod client = new Pod(node, 2, "client", "fd00:36::2")) {
            pod.namespace().run("ip", "link", "set", "ip6tnl0", "up");
            pod.namespace().run("ip", "addr", "add", VIP6 + "/128", "dev", "lo", "nodad");
            serve("-t [" + VIP6 + "]:8080", "[fd00:36::1]:8080");
            assertThat(ask(client, VIP6)).isEqualTo("accepted");
        }
    }

    private void serve(String vip, String server) {
        node.run("sh", "-c", "ipvsadm -A " + vip + " -s rr && ipvsadm -a " + vip + " -r " + server + " -i");
    }

    private static String ask(Pod from, String vip) throws Exception {
        return from.namespace().call(() -> Client.connect(vip, Pod.PORT, PATIENCE_MILLIS));
    }
}
