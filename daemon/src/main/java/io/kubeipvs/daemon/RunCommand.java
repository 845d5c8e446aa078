package io.kubeipvs.daemon;

import io.kubeipvs.core.model.ExternalAddressRules;
import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.daemon.config.Config;
import io.kubeipvs.daemon.config.ConfigException;
import io.kubeipvs.daemon.config.ConfigFile;
import io.kubeipvs.daemon.config.Durations;
import io.kubeipvs.daemon.config.HostPort;
import io.kubeipvs.daemon.config.LinkNames;
import io.kubeipvs.daemon.config.Ranges;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code kube-ipvs run}: serves until it is told to stop. Flags have kube-proxy's names where it has them. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Serve the Services of a cluster, or of a folder of manifests, until told to stop.")
final class RunCommand implements Callable<Integer> {
    @Option(
            names = "--manifests",
            paramLabel = "DIR",
            description =
                    "Take Services, EndpointSlices, Endpoints and Nodes from the YAML and JSON files of this folder,"
                            + " and follow its changes, in the place of an API server.")
    private Path manifests;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "How to reach the API server. Without it and without --manifests:"
                    + " the service account of the Pod.")
    private Path kubeconfig;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A KubeProxyConfiguration (v1alpha1), as in kube-proxy's ConfigMap. What it says wins over"
                    + " flags. The scheduler follows changes of the file without a restart.")
    private Path configFile;

    @Option(
            names = {"--hostname-override", "--node-name"},
            paramLabel = "NAME",
            description = "The name of the Node object that stands for this host: its endpoints are local. Default:"
                    + " the environment's NODE_NAME, else the host's name.")
    private String nodeName;

    @Option(
            names = "--nodeport-addresses",
            paramLabel = "RANGE",
            split = ",",
            description = "Where node ports are: ranges of addresses, or 'primary' for those of the Node object."
                    + " Default: every address of the host.")
    private List<String> nodePortAddresses = List.of();

    @Option(
            names = "--cluster-cidr",
            paramLabel = "RANGE",
            split = ",",
            description = "Where pods have their addresses: no Service may ask for one of them.")
    private List<String> clusterCidr = List.of();

    @Mixin
    private MasqueradingOptions masquerading = new MasqueradingOptions();

    @Option(
            names = "--silent-arp-links",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Links on which no ARP request for a VIP is answered, for something else announces them; '*' at"
                            + " the end of a name stands for any end. No setting of the host changes. Default: none.")
    private List<String> silentLinks = List.of();

    @Option(
            names = "--service-cidr",
            paramLabel = "RANGE",
            split = ",",
            description =
                    "Where cluster addresses are taken from, besides what the cluster's ServiceCIDR objects say: no"
                            + " Service may ask for one of them as an external address.")
    private List<String> serviceCidr = List.of();

    @Option(
            names = "--ipvs-scheduler",
            paramLabel = "NAME",
            converter = SchedulerName.class,
            description = "The scheduler of every virtual server: rr, wrr, lc, wlc, dh, sh, sed, nq, mh, lblc, lblcr,"
                    + " fo or ovf. Default: rr.")
    private Scheduler scheduler = Config.DEFAULT.settings().scheduler();

    @Option(
            names = "--ipvs-strict-arp",
            description =
                    "Set net.ipv4.conf.all.arp_ignore to 1 and arp_announce to 2, so that no link answers ARP for a"
                            + " VIP.")
    private boolean strictArp;

    @Option(
            names = "--ipvs-sync-period",
            paramLabel = "DURATION",
            converter = PeriodText.class,
            description = "How often the kernel is read and what differs is repaired. Default: 30s.")
    private Duration syncPeriod = Config.DEFAULT.syncPeriod();

    @Option(
            names = "--ipvs-drain-timeout",
            paramLabel = "DURATION",
            converter = TimeoutText.class,
            description = "How long a pod that left a Service may keep its established connections; 0s = as long as"
                    + " they last. Default: 1h.")
    private Duration drainTimeout = Config.DEFAULT.settings().drainTimeout();

    @Option(
            names = "--metrics-bind-address",
            paramLabel = "IP:PORT",
            converter = HostPortText.class,
            description = "Where /metrics is served. Default: 127.0.0.1:10249.")
    private HostPort metricsAddress = Config.DEFAULT.metricsAddress();

    @Option(
            names = {"-v", "--verbose"},
            description = "Log every operation, and stack traces with errors.")
    private boolean verbose;

    boolean isVerbose() {
        return verbose;
    }

    @Override
    public Integer call() throws ConfigException, StartException, InterruptedException {
        Logging.configure(verbose);
        Config flags = flags();
        Config config = configFile == null ? flags : readFile(configFile, flags);
        Daemon daemon = new Daemon(config);
        if (configFile != null) {
            daemon.follow(configFile, flags);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndExit(daemon), "stop"));
        daemon.run();
        return 0;
    }

    private Config flags() throws ConfigException {
        return new Config(
                settings(),
                givenName(),
                syncPeriod,
                metricsAddress,
                Optional.ofNullable(kubeconfig),
                Optional.ofNullable(manifests),
                strictArp);
    }

    private Settings settings() throws ConfigException {
        return new Settings(
                scheduler,
                drainTimeout,
                Ranges.nodePortAddresses("--nodeport-addresses", nodePortAddresses),
                ExternalAddressRules.DEFAULT
                        .withPodRanges(Ranges.parse("--cluster-cidr", clusterCidr))
                        .withServiceRanges(Ranges.parse("--service-cidr", serviceCidr)),
                masquerading.masquerading(),
                LinkNames.parse("--silent-arp-links", silentLinks));
    }

    private Optional<String> givenName() throws ConfigException {
        if (nodeName != null && nodeName.isBlank()) {
            throw new ConfigException("--hostname-override: '' is not allowed; allowed: the name of a Node");
        }
        return Optional.ofNullable(nodeName);
    }

    private static Config readFile(Path file, Config flags) throws ConfigException {
        ConfigFile.Content content = ConfigFile.read(file, flags);
        if (!content.ignored().isEmpty()) {
            Logger log = LoggerFactory.getLogger(RunCommand.class);
            log.info("config_keys_without_effect file={} keys={}", file, content.ignored());
        }
        return content.config();
    }

    /** A signal is the ordinary way to end: the exit status says so, in the place of the JVM's 143. */
    private static void stopAndExit(Daemon daemon) {
        try {
            if (daemon.stop()) {
                Runtime.getRuntime().halt(0);
            }
        } catch (InterruptedException e) {
            Runtime.getRuntime().halt(1);
        }
    }

    /** Reads a scheduler's name. */
    static final class SchedulerName implements ITypeConverter<Scheduler> {
        @Override
        public Scheduler convert(String text) {
            return Scheduler.named(text)
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + text + "' is not a scheduler; allowed: " + Scheduler.allowed()));
        }
    }

    /** Reads the time between two readings of the kernel. */
    static final class PeriodText implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return converted(() -> {
                Duration duration = Durations.parse("--ipvs-sync-period", text);
                if (duration.isZero()) {
                    throw new TypeConversionException("'" + text + "' is not a period; allowed: 1ms and more");
                }
                return duration;
            });
        }
    }

    /** Reads the time for which a server may drain. */
    static final class TimeoutText implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return converted(() -> Durations.parse("--ipvs-drain-timeout", text));
        }
    }

    /** Reads an address and port. */
    static final class HostPortText implements ITypeConverter<HostPort> {
        @Override
        public HostPort convert(String text) {
            return converted(() -> HostPort.parse("--metrics-bind-address", text));
        }
    }

    private static <T> T converted(Callable<T> reader) {
        try {
            return reader.call();
        } catch (Exception e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    /** One line for a user's mistake; the whole story only when asked for. */
    static int report(Exception e, CommandLine command) {
        boolean expected = e instanceof ConfigException || e instanceof StartException;
        command.getErr()
                .println("kube-ipvs: "
                        + (expected ? e.getMessage() : "internal error, please report it with the output of -v: " + e));
        if (command.getCommand() instanceof RunCommand run && run.isVerbose()) {
            e.printStackTrace(command.getErr());
        }
        return 1;
    }
}
