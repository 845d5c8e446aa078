package io.kubeipvs.daemon.kernel.settings;

import java.util.List;

/**
 * Default routes that come from router advertisements, in the kernel's list {@code /proc/net/ipv6_route}. Each line has ten
 * columns: destination, its length, source, its length, next hop, metric, references, uses, flags and link ({@code
 * rt6_seq_show} of {@code net/ipv6/route.c}).
 */
final class AdvertisedRoutes {
    /** {@code RTF_DEFAULT | RTF_ADDRCONF} of {@code include/uapi/linux/ipv6_route.h}. */
    private static final long BY_ADVERTISEMENT = 0x0005_0000;

    private static final String DEFAULT_ROUTE = "0".repeat(32) + " 00 ";
    private static final int FLAGS = 8;
    private static final int LINK = 9;

    private AdvertisedRoutes() {}

    /** The links that have one, in the order of their names. */
    static List<String> links(List<String> routes) {
        return routes.stream()
                .filter(line -> line.startsWith(DEFAULT_ROUTE))
                .map(line -> line.trim().split("\\s+"))
                .filter(columns -> (Long.parseLong(columns[FLAGS], 16) & BY_ADVERTISEMENT) != 0)
                .map(columns -> columns[LINK])
                .distinct()
                .sorted()
                .toList();
    }
}
