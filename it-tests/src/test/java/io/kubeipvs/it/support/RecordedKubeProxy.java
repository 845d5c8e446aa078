package io.kubeipvs.it.support;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** The objects of kube-proxy 1.36.2 in the kernel, created anew in a namespace by the tools that can. */
public final class RecordedKubeProxy {
    private static final String FOLDER = "/kube-proxy-1.36.2/";

    private RecordedKubeProxy() {}

    /** Makes its sets. */
    public static void restoreSets(KernelNamespace namespace) {
        namespace.run("ipset", "restore", "-file", file("ipset-save.txt").toString());
    }

    /** Makes its rules with iptables-nft, beside existing ones; they need its sets. */
    public static void restoreRules(KernelNamespace namespace) {
        restoreRules(namespace, "nft");
    }

    /** The same with iptables of this kind, {@code nft} or {@code legacy}. */
    public static void restoreRules(KernelNamespace namespace, String kind) {
        namespace.run(
                "iptables-" + kind + "-restore",
                "--noflush",
                file("iptables-save.txt").toString());
        namespace.run(
                "ip6tables-" + kind + "-restore",
                "--noflush",
                file("ip6tables-save.txt").toString());
    }

    /** A file of the record. */
    public static Path file(String name) {
        try {
            return Path.of(RecordedKubeProxy.class.getResource(FOLDER + name).toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
