package io.kubeipvs.daemon;

import io.kubeipvs.core.model.Masquerading;
import io.kubeipvs.daemon.config.ConfigException;
import io.kubeipvs.daemon.config.MasqueradingText;
import picocli.CommandLine.Option;

/** The flags that say whose addresses pods get to see; named as kube-proxy's. */
final class MasqueradingOptions {
    @Option(
            names = "--masquerade-all",
            description = "Show pods the node's address in the place of everybody's who asks a cluster address.")
    private boolean all;

    @Option(
            names = "--detect-local-mode",
            paramLabel = "MODE",
            description = "How an asker is known to be a pod, which keeps its address: ClusterCIDR, NodeCIDR,"
                    + " BridgeInterface or InterfaceNamePrefix. Default: ClusterCIDR.")
    private String mode = "";

    @Option(
            names = "--pod-bridge-interface",
            paramLabel = "NAME",
            description = "With BridgeInterface: the bridge through which pods of this node ask.")
    private String bridge = "";

    @Option(
            names = "--pod-interface-name-prefix",
            paramLabel = "TEXT",
            description = "With InterfaceNamePrefix: how the names of the links begin through which they do.")
    private String prefix = "";

    Masquerading masquerading() throws ConfigException {
        return new MasqueradingText("--detect-local-mode", "--pod-bridge-interface", "--pod-interface-name-prefix")
                .read(all, mode, bridge, prefix);
    }
}
