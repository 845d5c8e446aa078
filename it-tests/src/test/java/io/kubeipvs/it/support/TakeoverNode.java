package io.kubeipvs.it.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A node with the addresses, Services and pods of the recorded kube-proxy, on which the program can start. */
public final class TakeoverNode implements AutoCloseable {
    private static final String OUTSIDE = "192.0.2.7";

    private final KernelNamespace namespace = KernelNamespace.withLoopback();
    private final List<Pod> pods = new ArrayList<>();
    private final Manifests manifests;
    private final Path config;
    private final Path state;

    public TakeoverNode() throws Exception {
        namespace.run(
                "sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1", "net.ipv4.vs.conntrack=1");
        NodeOfKubeProxy.giveAddresses(namespace);
        pods.add(new Pod(namespace, 3, "insider", "10.200.0.99"));
        pods.add(new Pod(namespace, 4, "outsider", OUTSIDE));
        pods.add(new Pod(namespace, 1, "p1", "10.200.0.11"));
        pods.add(new Pod(namespace, 2, "p2", "10.200.0.12"));
        manifests = NodeOfKubeProxy.manifests();
        Path folder = manifests.folder();
        config = Files.writeString(
                folder.resolveSibling(folder.getFileName() + ".conf"),
                Files.readString(RecordedKubeProxy.file("config.json"))
                        .replace("\"syncPeriod\": \"30s\"", "\"syncPeriod\": \"5s\""));
        state = folder.resolveSibling(folder.getFileName() + "-state");
    }

    /** The namespace of the node. */
    public KernelNamespace namespace() {
        return namespace;
    }

    /** A pod of the node that asks. */
    public KernelNamespace insider() {
        return pods.get(0).namespace();
    }

    /** A host that is not in the cluster. */
    public KernelNamespace outsider() {
        return pods.get(1).namespace();
    }

    /** The Services that kube-proxy served. */
    public Manifests manifests() {
        return manifests;
    }

    /** The flags of the program on this node, without that of the manifests. */
    public List<String> flags() {
        return List.of("--config", config.toString(), "--state-dir", state.toString());
    }

    /** Starts the program with kube-proxy's configuration, and waits for its first sync. */
    public Program serve(String... more) throws Exception {
        List<String> arguments = new ArrayList<>(flags());
        arguments.addAll(List.of(more));
        return Program.serving(namespace, manifests.folder(), arguments.toArray(String[]::new));
    }

    /**
     * As kube-proxy starts in IPVS mode: it removes the tables that its nftables mode may have left, then makes its sets
     * and rules.
     */
    public void handBack() throws IOException {
        namespace.run("nft", "delete", "table", "ip", "kube-proxy");
        namespace.run("nft", "delete", "table", "ip6", "kube-proxy");
        NodeOfKubeProxy.restoreSets(namespace);
        RecordedKubeProxy.restoreRules(namespace);
    }

    @Override
    public void close() throws IOException {
        for (Pod pod : pods) {
            pod.close();
        }
        namespace.close();
    }
}
