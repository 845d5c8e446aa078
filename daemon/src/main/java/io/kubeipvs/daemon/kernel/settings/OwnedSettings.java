package io.kubeipvs.daemon.kernel.settings;

import io.kubeipvs.daemon.config.Conntrack;
import io.kubeipvs.daemon.config.NodeTuning;
import io.kubeipvs.daemon.config.Timeouts;
import io.kubeipvs.daemon.kernel.settings.Setting.Importance;
import io.kubeipvs.netlink.sysctl.Sysctl;
import io.kubeipvs.netlink.sysctl.SysctlException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * All kernel settings that the program owns, in the order in which they are set. A new setting needs a row here and
 * one in docs/operations.md. Sources: {@code Documentation/networking/ipvs-sysctl.rst}, {@code ip-sysctl.rst} and
 * {@code nf_conntrack-sysctl.rst} of the kernel.
 */
public final class OwnedSettings {
    /** Needed to translate the source of what IPVS forwards. */
    static final String CONNTRACK = "net.ipv4.vs.conntrack";

    static final String FORWARDING_V6 = "net.ipv6.conf.all.forwarding";

    static final String TRACKED_TCP = "net.netfilter.nf_conntrack_tcp_timeout_established";

    private static final String CT = "net.netfilter.nf_conntrack_";
    private static final String NO_CHOICE = "connection tracking keeps its former setting";

    /** Connections to a bucket of the kernel's table, as kube-proxy has it. */
    private static final long BUCKET_DEPTH = 4;

    /** {@code INT_MAX / HZ} of {@code ip_vs_genl_set_config}, with the largest HZ, in seconds. */
    private static final long LONGEST_IPVS_TIMEOUT = Integer.MAX_VALUE / 1000;

    static final List<Setting> ALL = List.of(
            new Setting(
                    CONNTRACK,
                    Importance.ESSENTIAL,
                    "no source address is translated, so external clients get no answer",
                    OwnedSettings::ofIpvs),
            ipvs("net.ipv4.vs.expire_nodest_conn", "clients of a removed real server may be sent to it for a while"),
            ipvs("net.ipv4.vs.expire_quiescent_template", "clients with affinity stay with a draining real server"),
            ipvs("net.ipv4.vs.conn_reuse_mode", "a client that uses a port again may reach its former real server"),
            on("net.ipv4.ip_forward", "no pod of another node is reached by IPv4"),
            new Setting(
                    FORWARDING_V6,
                    Importance.USEFUL,
                    "no pod of another node is reached by IPv6",
                    (tuning, host) -> host.ipv6Forwarding()),
            strictArp("net.ipv4.conf.all.arp_ignore", "1"),
            strictArp("net.ipv4.conf.all.arp_announce", "2"),
            tuned(CT + "max", OwnedSettings::limit),
            tuned(CT + "buckets", OwnedSettings::buckets),
            time("tcp_timeout_established", Conntrack::tcpEstablished),
            time("tcp_timeout_close_wait", Conntrack::tcpCloseWait),
            time("udp_timeout", Conntrack::udp),
            time("udp_timeout_stream", Conntrack::udpStream),
            tuned(
                    CT + "tcp_be_liberal",
                    (tuning, host) -> tuning.conntrack().tcpBeLiberal() ? Wish.set("1") : Wish.KEEP),
            new Setting(
                    IpvsTimeoutsPlace.KEY,
                    Importance.TUNING,
                    "IPVS keeps its former timeouts",
                    OwnedSettings::timeouts));

    private OwnedSettings() {}

    /** A setting, and what it should be on this host. */
    public record Wanted(Setting setting, Wish wish) {}

    /**
     * The settings that {@code kube-ipvs check} tries: those that are not a choice of the operator alone, as far as
     * something is wanted of them.
     */
    public static List<Wanted> checked(NodeTuning tuning) {
        Host host = new Host(Path.of("/"), new SysctlPlace(new Sysctl()));
        return ALL.stream()
                .filter(setting -> setting.importance() != Importance.TUNING)
                .map(setting -> new Wanted(setting, wish(setting, tuning, host)))
                .filter(wanted ->
                        wanted.wish().kind() == Wish.Kind.SET || wanted.wish().kind() == Wish.Kind.BLOCKED)
                .toList();
    }

    private static Wish wish(Setting setting, NodeTuning tuning, Host host) {
        try {
            return setting.rule().of(tuning, host);
        } catch (SettingException e) {
            return Wish.blocked(e.getMessage(), e.fix());
        }
    }

    /** Whether this network namespace has IPv6: where it is switched off it has no settings. */
    public static boolean hasIpv6() {
        try {
            return new Sysctl().read(FORWARDING_V6).isPresent();
        } catch (SysctlException e) {
            return true; // it exists and is unreadable: the first use reports that
        }
    }

    private static Setting on(String key, String effect) {
        return new Setting(key, Importance.USEFUL, effect, (tuning, host) -> Wish.set("1"));
    }

    private static Setting ipvs(String key, String effect) {
        return new Setting(key, Importance.USEFUL, effect, OwnedSettings::ofIpvs);
    }

    private static Wish ofIpvs(NodeTuning tuning, Host host) {
        return isIpvs(tuning) ? Wish.set("1") : Wish.KEEP;
    }

    private static boolean isIpvs(NodeTuning tuning) {
        return tuning.filter().dataPath().isIpvs();
    }

    /** Strict ARP that is off puts back what it changed when it was on, after a restart too. */
    private static Setting strictArp(String key, String value) {
        return new Setting(
                key,
                Importance.USEFUL,
                "links of this node answer ARP for VIPs",
                (tuning, host) -> tuning.strictArp() ? Wish.set(value) : Wish.PUT_BACK);
    }

    private static Setting tuned(String key, Setting.Rule rule) {
        return new Setting(key, Importance.TUNING, NO_CHOICE, rule);
    }

    private static Setting time(String name, Function<Conntrack, Duration> time) {
        return tuned(CT + name, (tuning, host) -> {
            long seconds = time.apply(tuning.conntrack()).toSeconds();
            return seconds > 0 ? Wish.set(Long.toString(seconds)) : Wish.KEEP;
        });
    }

    private static Wish limit(NodeTuning tuning, Host host) {
        if (tuning.conntrack().maxPerCore() == 0) {
            return Wish.KEEP;
        }
        return host.isFirstNetworkNamespace()
                ? Wish.set(Long.toString(host.conntrackLimit(tuning.conntrack())))
                : Wish.keep("it is the host's, and this is another network namespace");
    }

    /** The table is the whole host's, so it only ever grows. */
    private static Wish buckets(NodeTuning tuning, Host host) {
        return tuning.conntrack().maxPerCore() > 0 && host.isFirstNetworkNamespace()
                ? Wish.raiseTo(host.conntrackLimit(tuning.conntrack()) / BUCKET_DEPTH)
                : Wish.KEEP;
    }

    /**
     * Without a wish of the operator, IPVS remembers a TCP connection as long as connection tracking does. The kernel's own
     * 15 minutes would end idle connections, and {@code ip_vs_conn_drop_conntrack} would delete the entry of connection
     * tracking with them (docs/adr/0020).
     */
    private static Wish timeouts(NodeTuning tuning, Host host) throws SettingException {
        if (!isIpvs(tuning)) {
            return Wish.KEEP;
        }
        Timeouts wanted = tuning.timeouts();
        long tcp = wanted.tcp().isZero()
                ? Math.min(host.trackedTcp(tuning.conntrack()), LONGEST_IPVS_TIMEOUT)
                : wanted.tcp().toSeconds();
        boolean isAny = tcp > 0 || !wanted.tcpFin().isZero() || !wanted.udp().isZero();
        return isAny
                ? Wish.merge(tcp + " " + wanted.tcpFin().toSeconds() + " "
                        + wanted.udp().toSeconds())
                : Wish.KEEP;
    }
}
