package io.kubeipvs.daemon.kernel.links;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.model.Ip;
import io.kubeipvs.daemon.work.Workers;
import io.kubeipvs.it.support.KernelNamespace;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The addresses of links as a kernel reports them. */
class NodeAddressesKernelIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private KernelNamespace namespace;
    private final BlockingQueue<Map<String, Set<Ip>>> reports = new LinkedBlockingQueue<>();
    private NodeAddresses addresses;

    @BeforeEach
    void open() throws Exception {
        namespace = KernelNamespace.withLoopback();
        namespace.run("sh", "-ec", """
                ip link add eth1 type dummy
                ip link set eth1 up
                ip address add 192.168.7.2/24 dev eth1
                ip address add fd00:7::2/64 dev eth1 nodad
                ip link add br0 type bridge
                ip link set br0 up
                """);
        addresses = new NodeAddresses((all, ofLinks) -> reports.add(ofLinks));
        namespace.call(() -> {
            addresses.start(Workers.unobserved());
            return addresses;
        });
    }

    @AfterEach
    void close() throws Exception {
        addresses.close();
        namespace.close();
    }

    @Test
    void aLinkThatJoinsABridgeAndLeavesItKeepsItsAddresses() throws Exception {
        Set<Ip> own = Set.of(Ip.parse("192.168.7.2"), Ip.parse("fd00:7::2"));
        assertThat(awaitLink("eth1")).containsEntry("eth1", own);
        namespace.run("ip", "link", "set", "eth1", "master", "br0");
        namespace.run("ip", "link", "set", "eth1", "nomaster");
        // The last event: with it all events before it are known.
        namespace.run("ip", "address", "add", "192.168.8.2/24", "dev", "br0");
        assertThat(awaitLink("br0")).containsEntry("eth1", own);
    }

    private Map<String, Set<Ip>> awaitLink(String link) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            Map<String, Set<Ip>> next = reports.poll(1, TimeUnit.SECONDS);
            if (next != null && next.containsKey(link)) {
                return next;
            }
        }
        throw new AssertionError("no report of " + link);
    }
}
