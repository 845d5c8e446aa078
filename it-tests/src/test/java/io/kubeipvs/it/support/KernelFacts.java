package io.kubeipvs.it.support;

import io.kubeipvs.netlink.generic.FamilyNotFoundException;
import io.kubeipvs.netlink.ipvs.IpvsClient;

/** Facts about the kernel of the tests. */
public final class KernelFacts {
    private KernelFacts() {}

    /** Whether it has IPVS, or loads it when asked. */
    public static boolean hasIpvs(KernelNamespace node) throws Exception {
        return node.call(() -> {
            try (IpvsClient client = IpvsClient.open()) {
                return true;
            } catch (FamilyNotFoundException none) {
                return false;
            }
        });
    }
}
