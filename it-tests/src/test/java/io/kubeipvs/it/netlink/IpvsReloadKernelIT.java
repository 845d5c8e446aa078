package io.kubeipvs.it.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.it.support.Ipvsadm;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.NamespaceHolders;
import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.BatchResult;
import io.kubeipvs.netlink.ipvs.IpProtocol;
import io.kubeipvs.netlink.ipvs.IpvsChange.DeleteService;
import io.kubeipvs.netlink.ipvs.IpvsChange.NewService;
import io.kubeipvs.netlink.ipvs.IpvsClient;
import io.kubeipvs.netlink.ipvs.IpvsService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A client while IPVS is unloaded and loaded again, which gives its family another id. */
class IpvsReloadKernelIT {

    private static final IpvsService.Key KEY =
            new IpvsService.AddressKey(Address.parse("10.96.0.10"), 53, IpProtocol.TCP);
    private static final IpvsService SERVICE = new IpvsService(KEY, "rr");

    @Test
    void aClientGoesOnWhenTheModuleIsLoadedAgain() throws Exception {
        // Only in a guest is the kernel ours to unload from.
        assumeTrue(Files.exists(Path.of("/run/kube-ipvs-vm/started")), "not in a guest");
        try (KernelNamespace namespace = KernelNamespace.withLoopback();
                IpvsClient reader = namespace.call(IpvsClient::open);
                IpvsClient writer = namespace.call(IpvsClient::open)) {
            assertThat(writer.apply(List.of(new NewService(SERVICE), new DeleteService(KEY))))
                    .containsOnly(new BatchResult.Accepted());

            reload(namespace);

            assertThat(writer.apply(List.of(new NewService(SERVICE)))).containsOnly(new BatchResult.Accepted());
            assertThat(reader.services()).containsExactly(SERVICE);
            assertThat(new Ipvsadm(namespace).rules()).containsExactly("-A -t 10.96.0.10:53 -s rr");
        }
    }

    private static void reload(KernelNamespace namespace) throws Exception {
        // Namespaces of earlier tests give their virtual servers back a while after they are deleted.
        Await.until(
                "ip_vs to be unloaded",
                Duration.ofSeconds(120),
                () -> isUnloaded(namespace),
                () -> whatHolds(namespace));
        namespace.run("modprobe", "ip_vs");
    }

    private static boolean isUnloaded(KernelNamespace namespace) {
        return namespace
                .run(
                        "sh",
                        "-c",
                        "for m in $(awk '/^ip_vs_/ {print $1}' /proc/modules) ip_vs; do rmmod $m; done 2>&1;"
                                + " grep -q '^ip_vs ' /proc/modules || echo gone")
                .endsWith("gone\n");
    }

    private static String whatHolds(KernelNamespace namespace) throws Exception {
        String modules = namespace.run("sh", "-c", "grep ^ip_vs /proc/modules; dmesg | tail -n 20");
        String holders = NamespaceHolders.list();
        System.gc(); // closes the sockets that a test forgot
        TimeUnit.SECONDS.sleep(10);
        return modules + "\n" + holders + "\nunloaded after a garbage collection: " + isUnloaded(namespace);
    }
}
