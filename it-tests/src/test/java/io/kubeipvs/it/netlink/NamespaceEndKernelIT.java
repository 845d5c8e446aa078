package io.kubeipvs.it.netlink;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.NamespaceHolders;
import io.kubeipvs.it.support.Pod;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A namespace that a test closes ends soon, with its virtual servers, whatever became of its connections. */
class NamespaceEndKernelIT {
    /** No other test uses it. */
    private static final String SCHEDULER = "ovf";

    @Test
    void aConnectionWithoutItsPeerKeepsNoNamespace() throws Exception {
        try (KernelNamespace node = KernelNamespace.withLoopback();
                Pod pod = new Pod(node, 1, "p1", "10.36.0.1")) {
            node.run("modprobe", "ip_vs_" + SCHEDULER);
            node.run("ipvsadm", "-A", "-t", "10.96.0.10:80", "-s", SCHEDULER);
            try (Socket socket = node.call(() -> new Socket("10.36.0.1", Pod.TALK_PORT))) {
                node.run("ip", "link", "set", "pod1", "down");
                socket.getOutputStream().write('x');
            }
        }
        Await.until(
                "the virtual server to be gone",
                Duration.ofSeconds(60),
                () -> Files.readString(Path.of("/proc/modules"))
                        .lines()
                        .noneMatch(line -> line.matches("ip_vs_" + SCHEDULER + " \\d+ [1-9].*")),
                NamespaceHolders::list);
    }
}
