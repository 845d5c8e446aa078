package io.kubeipvs.it;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** What kube-proxy 1.36.2 left in the kernel, laid down anew in a namespace by the tools that can. */
final class RecordedKubeProxy {

    private static final String FOLDER = "/kube-proxy-1.36.2/";

    private RecordedKubeProxy() {}

    /** Makes its sets. */
    static void restoreSets(KernelNamespace namespace) {
        namespace.run("ipset", "restore", "-file", file("ipset-save.txt"));
    }

    /** Makes its rules, beside those that are there; they need its sets. */
    static void restoreRules(KernelNamespace namespace) {
        namespace.run("iptables-nft-restore", "--noflush", file("iptables-save.txt"));
        namespace.run("ip6tables-nft-restore", "--noflush", file("ip6tables-save.txt"));
    }

    private static String file(String name) {
        try {
            return Path.of(RecordedKubeProxy.class.getResource(FOLDER + name).toURI())
                    .toString();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
