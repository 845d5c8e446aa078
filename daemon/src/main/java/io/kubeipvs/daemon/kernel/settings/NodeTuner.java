package io.kubeipvs.daemon.kernel.settings;

import io.kubeipvs.daemon.config.Conntrack;
import io.kubeipvs.daemon.config.NodeTuning;
import io.kubeipvs.daemon.config.Timeouts;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.ipvs.IpvsTimeouts;
import io.kubeipvs.netlink.sysctl.SysctlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets IPVS's timeouts and the limits and timeouts of connection tracking, as kube-proxy does. What cannot be set is said
 * in one line and keeps nothing from going on; what is set already is not written. Source: the kernel's {@code
 * Documentation/networking/nf_conntrack-sysctl.rst} and {@code net/netfilter/ipvs/ip_vs_ctl.c, ip_vs_genl_set_config}.
 */
public final class NodeTuner {
    private static final Logger LOG = LoggerFactory.getLogger(NodeTuner.class);

    private static final String PREFIX = "net.netfilter.nf_conntrack_";
    /** kube-proxy's upper bound of what it computes. */
    private static final long MOST_CONNECTIONS = 1_048_576;

    private static final String BUCKETS = "buckets";
    /** Connections to a bucket of the kernel's table. */
    private static final long BUCKET_DEPTH = 4;

    private final TimeoutsOfIpvs ipvs;
    private final NodeSettings settings;
    private final Path root;
    private Optional<NodeTuning> applied = Optional.empty();

    /** Of this kernel, in the network namespace of the calling threads. */
    public NodeTuner(NodeSettings settings) {
        this(new TimeoutsOfIpvs(settings.former()), settings, Path.of("/"));
    }

    /** @param root where {@code proc} and {@code sys} are */
    NodeTuner(TimeoutsOfIpvs ipvs, NodeSettings settings, Path root) {
        this.ipvs = ipvs;
        this.settings = settings;
        this.root = root;
    }

    /** Makes the node so; everything that says "as it is" is left alone. What was applied last is not again. */
    public synchronized void apply(NodeTuning tuning) {
        if (applied.equals(Optional.of(tuning))) {
            return;
        }
        applied = Optional.of(tuning);
        setIpvs(tuning.timeouts());
        setConntrack(tuning.conntrack());
    }

    private void setIpvs(Timeouts wanted) {
        if (wanted.equals(Timeouts.DEFAULT)) {
            return;
        }
        try {
            ipvs.set(new IpvsTimeouts(seconds(wanted.tcp()), seconds(wanted.tcpFin()), seconds(wanted.udp())));
        } catch (NetlinkException e) {
            LOG.warn("ipvs_timeouts_not_set cause=\"{}\"", e.getMessage());
        }
    }

    private static int seconds(Duration duration) {
        return (int) duration.toSeconds();
    }

    private void setConntrack(Conntrack wanted) {
        if (wanted.maxPerCore() > 0) {
            setLimit(limit(wanted, processors()));
        }
        setTime("tcp_timeout_established", wanted.tcpEstablished());
        setTime("tcp_timeout_close_wait", wanted.tcpCloseWait());
        setTime("udp_timeout", wanted.udp());
        setTime("udp_timeout_stream", wanted.udpStream());
        if (wanted.tcpBeLiberal()) {
            set("tcp_be_liberal", 1);
        }
    }

    private void setLimit(long most) {
        if (isForTheHost()) {
            set("max", most);
            growTable(most / BUCKET_DEPTH);
        } else {
            LOG.info("conntrack_limit_left cause=\"it is the host's, and this is another network namespace\"");
        }
    }

    /** The kernel offers the limit for reading only in every network namespace but the first. */
    private boolean isForTheHost() {
        try {
            return Files.getPosixFilePermissions(root.resolve("proc/sys/net/netfilter/nf_conntrack_max"))
                    .contains(PosixFilePermission.OWNER_WRITE);
        } catch (IOException e) {
            return true; // it is missing, and writing it says so
        }
    }

    /** kube-proxy's rule: so many for each processor, at least the minimum, and never more than the upper bound. */
    static long limit(Conntrack wanted, int processors) {
        long scaled = (long) wanted.maxPerCore() * processors;
        return scaled > MOST_CONNECTIONS ? MOST_CONNECTIONS : Math.max(scaled, wanted.min());
    }

    /** Those of the host, whatever share of them this process may use. */
    private int processors() {
        try (Stream<Path> entries = Files.list(root.resolve("sys/devices/system/cpu"))) {
            int found =
                    (int) entries.filter(entry -> entry.getFileName().toString().matches("cpu[0-9]+"))
                            .count();
            return Math.max(found, 1);
        } catch (IOException e) {
            return Runtime.getRuntime().availableProcessors();
        }
    }

    private void setTime(String name, Duration time) {
        if (time.toSeconds() > 0) {
            set(name, time.toSeconds());
        }
    }

    private void set(String name, long value) {
        try {
            settings.set(PREFIX + name, Long.toString(value));
        } catch (SysctlException e) {
            LOG.warn("sysctl_not_set cause=\"{}\"", e.getMessage());
        }
    }

    /** The table is the whole host's, so it is only ever grown. */
    private void growTable(long buckets) {
        try {
            if (settings.read(PREFIX + BUCKETS).map(Long::parseLong).orElse(0L) < buckets) {
                set(BUCKETS, buckets);
            }
        } catch (SysctlException | NumberFormatException e) {
            LOG.warn("sysctl_not_set cause=\"{}\"", e.getMessage());
        }
    }
}
