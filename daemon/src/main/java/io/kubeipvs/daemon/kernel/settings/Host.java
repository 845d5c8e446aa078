package io.kubeipvs.daemon.kernel.settings;

import io.kubeipvs.daemon.config.Conntrack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The facts that the wanted settings depend on: the processors, the network namespace, and the IPv6 routes. */
final class Host {
    /** kube-proxy's upper bound of the limit that it computes. */
    private static final long MOST_CONNECTIONS = 1_048_576;

    private final Path root;
    private final SettingReader sysctls;

    /**
     * @param root where {@code proc} and {@code sys} are, {@code /} except in tests
     * @param sysctls the settings in {@code proc/sys}
     */
    Host(Path root, SettingReader sysctls) {
        this.root = root;
        this.sysctls = sysctls;
    }

    /** The kernel offers the limit of connections for reading only in every network namespace but the first. */
    boolean isFirstNetworkNamespace() {
        try {
            return Files.getPosixFilePermissions(root.resolve("proc/sys/net/netfilter/nf_conntrack_max"))
                    .contains(PosixFilePermission.OWNER_WRITE);
        } catch (IOException e) {
            return true; // it is missing: writing it reports that
        }
    }

    /** kube-proxy's rule: so many for each processor, at least the minimum, and never more than the upper bound. */
    long conntrackLimit(Conntrack wanted) {
        long scaled = (long) wanted.maxPerCore() * processors();
        return scaled > MOST_CONNECTIONS ? MOST_CONNECTIONS : Math.max(scaled, wanted.min());
    }

    /**
     * How long connection tracking remembers an established TCP connection without a packet, in seconds: as wanted, or as
     * the kernel has it; 0 where it has no such setting.
     */
    long trackedTcp(Conntrack wanted) throws SettingException {
        if (!wanted.tcpEstablished().isZero()) {
            return wanted.tcpEstablished().toSeconds();
        }
        return sysctls.read(OwnedSettings.TRACKED_TCP)
                .filter(text -> text.matches("[0-9]{1,10}"))
                .map(Long::parseLong)
                .orElse(0L);
    }

    /** The processors of the host, whatever share of them this process may use. */
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

    /**
     * On, where that loses no route. A node that forwards IPv6 ignores router advertisements, and forgets at once the
     * default routes that it got from them ({@code rt6_purge_dflt_routers} of {@code net/ipv6/route.c}), except on
     * links whose {@code accept_ra} is 2.
     */
    Wish ipv6Forwarding() throws SettingException {
        Optional<String> current = sysctls.read(OwnedSettings.FORWARDING_V6);
        if (current.isEmpty()) {
            return Wish.KEEP; // no IPv6
        }
        List<String> losing = current.get().equals("1") ? List.of() : linksThatWouldLoseTheirRoute();
        return losing.isEmpty()
                ? Wish.set("1")
                : Wish.blocked(
                        "the default routes of links " + losing + " come from router advertisements and would be lost",
                        losing.stream().map(Host::acceptRa).collect(Collectors.joining("=2 ", "sysctl -w ", "=2")));
    }

    private List<String> linksThatWouldLoseTheirRoute() throws SettingException {
        List<String> losing = new ArrayList<>();
        for (String link : AdvertisedRoutes.links(advertised())) {
            if (!sysctls.read(acceptRa(link)).equals(Optional.of("2"))) {
                losing.add(link);
            }
        }
        return losing;
    }

    /** Of the calling thread's network namespace; {@code /proc/net} is that of the process. */
    private List<String> advertised() throws SettingException {
        Path routes = root.resolve("proc/thread-self/net/ipv6_route");
        try {
            return Files.readAllLines(routes);
        } catch (IOException e) {
            throw new SettingException("/" + root.relativize(routes) + " cannot be read: " + e.getMessage(), "", e);
        }
    }

    private static String acceptRa(String link) {
        return "net/ipv6/conf/" + link + "/accept_ra";
    }
}
