package io.kubeipvs.daemon;

import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.config.Config;
import io.kubeipvs.daemon.events.EventRecorder;
import io.kubeipvs.daemon.events.Report;
import io.kubeipvs.daemon.events.Subject;
import io.kubeipvs.daemon.kernel.KernelObserver;
import io.kubeipvs.daemon.kernel.NetlinkKernel;
import io.kubeipvs.daemon.kernel.check.ChosenPath;
import io.kubeipvs.daemon.kernel.settings.KernelSettings;
import io.kubeipvs.daemon.node.BridgeNetfilter;
import io.kubeipvs.daemon.node.NodeName;
import io.kubeipvs.daemon.node.NodePortOverlaps;
import io.kubeipvs.daemon.node.OomScore;
import io.kubeipvs.daemon.work.Workers;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The work on the node before the first Service: the kernel has what is needed, and the process its settings. */
final class NodePreparation {
    private static final Logger LOG = LoggerFactory.getLogger(NodePreparation.class);
    private static final Path ROOT = Path.of("/");

    private NodePreparation() {}

    /**
     * Does the part that needs more privileges than the program itself, for {@code --init-only}. Afterwards the program
     * needs CAP_NET_ADMIN alone.
     *
     * @throws StartException when the kernel lacks something
     */
    static void initOnly(Config config, KernelSettings kernelSettings) throws StartException {
        kernelSettings.want(config.tuning());
        try (NetlinkKernel kernel = new NetlinkKernel(
                kernelSettings::enforce, config.tuning().filter(), KernelObserver.NONE, Workers.unobserved())) {
            kernel(config, kernel);
            LOG.info("prepared_kernel");
        }
    }

    /**
     * Prepares the kernel.
     *
     * @throws StartException when the kernel lacks something: a proxy that cannot work must not start
     */
    static void kernel(Config config, NetlinkKernel kernel) throws StartException {
        NodeChecks.require(config);
        try {
            kernel.prepare();
        } catch (KernelUnavailableException e) {
            throw new StartException(e.getMessage(), e);
        }
    }

    /**
     * The name of the Node object of this node.
     *
     * @throws StartException when it cannot be found out
     */
    static String nodeName(Config config) throws StartException {
        try {
            return NodeName.of(config.node().name(), System.getenv());
        } catch (IOException e) {
            throw new StartException("the host's name cannot be read: " + e.getMessage() + "; give --node-name", e);
        }
    }

    /** Sets what the process itself has, and warns of settings of the node that hinder Services. */
    static void process(Config config) {
        OomScore.set(ROOT, config.tuning().oomScoreAdj());
        try {
            warnOfBridges();
            for (NodePortOverlaps.Problem problem : new NodePortOverlaps(ROOT, config).problems()) {
                LOG.warn("node_ports_overlap cause=\"{}\" fix=\"{}\"", problem.cause(), problem.fix());
            }
        } catch (IOException e) {
            LOG.debug("node_settings_unreadable", e);
        }
    }

    /** Reports the start, in the log and to the cluster. */
    static void logStart(Config config, ChosenPath path, String node, EventRecorder events) {
        LOG.info(
                "started version={} node={} data_path={} scheduler={} sync_period={}s source={} metrics={}",
                Version.text(),
                node,
                path.path().text(),
                config.settings().scheduler().kernelName(),
                config.pace().syncPeriod().toSeconds(),
                config.source(),
                config.serving().metrics());
        events.record(new Report(
                Subject.THIS_NODE, Report.Reason.STARTING, "kube-ipvs " + Version.text() + " serves this node"));
        path.withoutIpvs().ifPresent(problem -> warnWithoutIpvs(problem, events));
    }

    private static void warnWithoutIpvs(Problem problem, EventRecorder events) {
        LOG.warn(
                "data_path_without_ipvs data_path=nftables cause=\"{}\" effect=\"nf_tables serves instead: schedulers that"
                        + " look at connections choose by chance\" fix=\"{}\"",
                problem.cause(),
                problem.fix());
        events.record(new Report(
                Subject.THIS_NODE,
                Report.Reason.WITHOUT_IPVS,
                problem.cause() + ": nf_tables serves instead of IPVS; " + problem.fix()));
    }

    private static void warnOfBridges() throws IOException {
        new BridgeNetfilter(ROOT)
                .problem()
                .ifPresent(problem -> LOG.warn(
                        "bridge_without_netfilter bridges={} settings={} effect=\"pods on one bridge do not reach each other"
                                + " through a Service\" fix=\"{}\"",
                        problem.bridges(),
                        problem.settings(),
                        problem.fix()));
    }
}
