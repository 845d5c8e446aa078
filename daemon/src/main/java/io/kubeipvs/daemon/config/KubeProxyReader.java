package io.kubeipvs.daemon.config;

import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.ExternalAddressRules;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Masquerading;
import io.kubeipvs.core.model.NodePortAddresses;
import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.core.model.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Makes a configuration of what a KubeProxyConfiguration, or kube-proxy's flags, say. */
public final class KubeProxyReader {
    private final KeyValues values;
    private final Config base;

    private KubeProxyReader(KeyValues values, Config base) {
        this.values = values;
        this.base = base;
    }

    /**
     * The base with what these values say.
     *
     * @param base what holds where they are silent
     */
    public static Config read(KeyValues values, Config base) throws ConfigException {
        return new KubeProxyReader(values, base).config();
    }

    private Config config() throws ConfigException {
        Duration syncPeriod = period("ipvs.syncPeriod", base.syncPeriod());
        Duration minSyncPeriod = values.duration("ipvs.minSyncPeriod", base.minSyncPeriod());
        if (minSyncPeriod.compareTo(syncPeriod) > 0) {
            throw wrong("ipvs.minSyncPeriod", "at most ipvs.syncPeriod, which is " + syncPeriod.toSeconds() + "s");
        }
        return new Config(
                settings(base.settings()),
                base.nodeName().or(() -> values.text("hostnameOverride")),
                values.text("bindAddress").map(Ip::parse).orElse(base.bindAddress()),
                syncPeriod,
                minSyncPeriod,
                metricsAddress(),
                healthzAddress(),
                values.text("clientConnection.kubeconfig").map(Path::of).or(base::kubeconfig),
                base.manifests(),
                base.onlyThisNode(),
                values.truth("ipvs.strictARP", base.strictArp()),
                tuning(base.tuning()),
                base.verbosity() > 0 ? base.verbosity() : values.number("logging.verbosity", 0));
    }

    /** kubeadm writes "0s" for "your default". */
    private Duration period(String path, Duration otherwise) throws ConfigException {
        Duration said = values.duration(path, otherwise);
        return said.isZero() ? otherwise : said;
    }

    private HostPort metricsAddress() throws ConfigException {
        return address("metricsBindAddress", KubeProxyKeys.METRICS_PORT, "::1", base.metricsAddress());
    }

    private HostPort healthzAddress() throws ConfigException {
        return address("healthzBindAddress", KubeProxyKeys.HEALTHZ_PORT, "::", base.healthzAddress());
    }

    /** Where nothing is said, the address is of the family that bindAddress puts first. */
    private HostPort address(String path, int port, String ofIpv6, HostPort otherwise) throws ConfigException {
        Optional<String> said = values.text(path);
        if (said.isPresent()) {
            return HostPort.parse(values.name(path), said.get(), port);
        }
        boolean isIpv6 =
                values.text("bindAddress").filter(text -> text.contains(":")).isPresent();
        return isIpv6 ? new HostPort(ofIpv6, port) : otherwise;
    }

    private Settings settings(Settings defaults) throws ConfigException {
        List<String> excluded = values.texts("ipvs.excludeCIDRs");
        return new Settings(
                values.text("ipvs.scheduler").flatMap(Scheduler::named).orElse(defaults.scheduler()),
                defaults.drainTimeout(),
                nodePortAddresses(defaults.nodePortAddresses()),
                externalAddresses(defaults.externalAddresses()),
                masquerading(defaults.masquerading()),
                defaults.silentLinks(),
                excluded.isEmpty()
                        ? defaults.excludedRanges()
                        : Ranges.parse(values.name("ipvs.excludeCIDRs"), excluded));
    }

    private NodePortAddresses nodePortAddresses(NodePortAddresses otherwise) throws ConfigException {
        List<String> said = values.texts("nodePortAddresses");
        return said.isEmpty() ? otherwise : Ranges.nodePortAddresses(values.name("nodePortAddresses"), said);
    }

    private ExternalAddressRules externalAddresses(ExternalAddressRules rules) throws ConfigException {
        Optional<String> said = values.text("clusterCIDR");
        if (said.isEmpty()) {
            return rules;
        }
        List<Cidr> pods =
                Ranges.parse(values.name("clusterCIDR"), List.of(said.get().split(",")));
        return rules.withPodRanges(pods);
    }

    /** kube-proxy keeps masqueradeAll among the settings of its other mode, and heeds it in this one. */
    private Masquerading masquerading(Masquerading otherwise) throws ConfigException {
        Optional<String> mode = values.text("detectLocalMode");
        Optional<String> all = values.text("iptables.masqueradeAll");
        if (mode.isEmpty() && all.isEmpty()) {
            return otherwise;
        }
        MasqueradingText reader = new MasqueradingText(
                values.name("detectLocalMode"),
                values.name("detectLocal.bridgeInterface"),
                values.name("detectLocal.interfaceNamePrefix"));
        return reader.read(
                all.filter("true"::equals).isPresent(),
                mode.orElse(""),
                values.text("detectLocal.bridgeInterface").orElse(""),
                values.text("detectLocal.interfaceNamePrefix").orElse(""));
    }

    private NodeTuning tuning(NodeTuning defaults) throws ConfigException {
        Timeouts timeouts = defaults.timeouts();
        return new NodeTuning(
                new Timeouts(
                        values.duration("ipvs.tcpTimeout", timeouts.tcp()),
                        values.duration("ipvs.tcpFinTimeout", timeouts.tcpFin()),
                        values.duration("ipvs.udpTimeout", timeouts.udp())),
                conntrack(defaults.conntrack()),
                values.number("oomScoreAdj", defaults.oomScoreAdj()));
    }

    private Conntrack conntrack(Conntrack defaults) throws ConfigException {
        return new Conntrack(
                values.number("conntrack.maxPerCore", defaults.maxPerCore()),
                values.number("conntrack.min", defaults.min()),
                values.duration("conntrack.tcpEstablishedTimeout", defaults.tcpEstablished()),
                values.duration("conntrack.tcpCloseWaitTimeout", defaults.tcpCloseWait()),
                values.truth("conntrack.tcpBeLiberal", defaults.tcpBeLiberal()),
                values.duration("conntrack.udpTimeout", defaults.udp()),
                values.duration("conntrack.udpStreamTimeout", defaults.udpStream()));
    }

    private ConfigException wrong(String path, String allowed) {
        return new ConfigException(values.name(path), values.text(path).orElse(""), allowed);
    }
}
