package io.kubeipvs.daemon.kernel.settings;

import io.kubeipvs.netlink.sysctl.SysctlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the node pass packets on, without which no pod of another node is reached. A node that passes IPv6 on does not
 * heed router advertisements, and forgets at once the default routes that it has from them ({@code rt6_purge_dflt_routers}
 * of {@code net/ipv6/route.c}), but on links whose {@code accept_ra} is 2. So where such a route would be lost IPv6 is
 * left as it is, and said.
 */
public final class Forwarding {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);
    private static final String IPV4 = "net.ipv4.ip_forward";
    private static final String IPV6 = "net.ipv6.conf.all.forwarding";
    private static final String ON = "1";

    /** Of the calling thread's network namespace; {@code /proc/net} is that of the process. */
    private static final Path ROUTES = Path.of("/proc/thread-self/net/ipv6_route");

    /** {@code RTF_DEFAULT | RTF_ADDRCONF} of {@code include/uapi/linux/ipv6_route.h}. */
    private static final long BY_ADVERTISEMENT = 0x0005_0000;

    private static final String ANYWHERE = "0".repeat(32) + " 00 ";
    private static final int FLAGS = 8;
    private static final int LINK = 9;

    private final NodeSettings settings;
    private final Path routes;
    private List<String> said = List.of();

    public Forwarding(NodeSettings settings) {
        this(settings, ROUTES);
    }

    /** @param routes the file in which the kernel lists its IPv6 routes */
    Forwarding(NodeSettings settings, Path routes) {
        this.settings = settings;
        this.routes = routes;
    }

    /** Sets it in both families, where it is not so already; what cannot be set is logged. */
    public void set() {
        try {
            settings.set(IPV4, ON);
            Optional<String> ipv6 = settings.read(IPV6);
            if (ipv6.isPresent() && !ipv6.get().equals(ON)) {
                setIpv6();
            }
        } catch (SysctlException e) {
            LOG.warn("sysctl_not_set cause=\"{}\"", e.getMessage());
        } catch (IOException e) {
            LOG.warn("sysctl_not_set setting={} cause=\"{} cannot be read: {}\"", IPV6, routes, e.getMessage());
        }
    }

    private void setIpv6() throws SysctlException, IOException {
        List<String> losing = linksThatWouldLoseTheirRoute();
        if (losing.isEmpty()) {
            settings.set(IPV6, ON);
        } else if (!losing.equals(said)) {
            LOG.warn(
                    "ipv6_forwarding_left_off links={} cause=\"their default routes are from router advertisements and"
                            + " would be lost\" effect=\"no pod of another node is reached by IPv6\" do=\"sysctl -w {}\"",
                    losing,
                    String.join(" ", losing.stream().map(Forwarding::remedy).toList()));
        }
        said = losing;
    }

    private static String remedy(String link) {
        return acceptRa(link) + "=2";
    }

    private static String acceptRa(String link) {
        return "net/ipv6/conf/" + link + "/accept_ra";
    }

    private List<String> linksThatWouldLoseTheirRoute() throws IOException, SysctlException {
        List<String> links;
        try (Stream<String> lines = Files.lines(routes)) {
            links = lines.filter(line -> line.startsWith(ANYWHERE))
                    .map(line -> line.trim().split("\\s+"))
                    .filter(fields -> (Long.parseLong(fields[FLAGS], 16) & BY_ADVERTISEMENT) != 0)
                    .map(fields -> fields[LINK])
                    .distinct()
                    .sorted()
                    .toList();
        }
        for (String link : links) {
            if (settings.read(acceptRa(link)).equals(Optional.of("2"))) {
                links = links.stream().filter(other -> !other.equals(link)).toList();
            }
        }
        return links;
    }
}
