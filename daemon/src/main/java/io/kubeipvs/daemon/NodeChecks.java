package io.kubeipvs.daemon;

import io.kubeipvs.daemon.check.BridgeProbe;
import io.kubeipvs.daemon.check.CheckResult;
import io.kubeipvs.daemon.check.Checks;
import io.kubeipvs.daemon.check.ConfigProbe;
import io.kubeipvs.daemon.check.NodePortProbe;
import io.kubeipvs.daemon.check.PortProbe;
import io.kubeipvs.daemon.check.Probe;
import io.kubeipvs.daemon.config.Config;
import io.kubeipvs.daemon.config.ConfigFile;
import io.kubeipvs.daemon.k8s.api.ApiProbe;
import io.kubeipvs.daemon.k8s.manifests.ManifestProbe;
import io.kubeipvs.daemon.kernel.check.ChosenPath;
import io.kubeipvs.daemon.kernel.check.KernelProbes;
import io.kubeipvs.daemon.node.BridgeNetfilter;
import io.kubeipvs.daemon.node.NodePortOverlaps;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The needs of a configuration on this node and its cluster. */
final class NodeChecks {
    private NodeChecks() {}

    /**
     * Everything that {@code kube-ipvs check} reports.
     *
     * @param isAllSchedulers whether schedulers are tried that the configuration does not have
     */
    static List<CheckResult> all(ConfigFile.Content content, boolean isAllSchedulers) {
        ChosenPath path = ChosenPath.tried(content.config());
        Config config = path.in(content.config());
        List<Probe> probes = new ArrayList<>(KernelProbes.all(config, isAllSchedulers));
        probes.add(() -> List.of(path.result()));
        probes.add(new ConfigProbe(content.warnings()));
        probes.add(new BridgeProbe(new BridgeNetfilter(Path.of("/"))));
        probes.add(new NodePortProbe(new NodePortOverlaps(Path.of("/"), config)));
        probes.add(new PortProbe(
                "metrics", "metricsBindAddress", config.serving().metrics().socketAddress()));
        probes.add(new PortProbe(
                "healthz", "healthzBindAddress", config.serving().healthz().socketAddress()));
        probes.add(
                config.source().manifests().isPresent()
                        ? new ManifestProbe(config.source().manifests().get())
                        : new ApiProbe(
                                config.source().kubeconfig(), config.source().master(), Version.text()));
        return Checks.all(probes);
    }

    /**
     * Requires what the program needs of the kernel. An API server need not answer: the program retries until it does.
     *
     * @throws StartException for the first thing that is missing
     */
    static void require(Config config) throws StartException {
        Optional<CheckResult> missing = Checks.firstMissing(KernelProbes.essential(config));
        if (missing.isPresent()) {
            throw new StartException(missing.get().line());
        }
    }
}
