package io.kubeipvs.daemon.commands.top;

import io.kubeipvs.daemon.kernel.ipvs.IpvsListing.RealServerEntry;
import io.kubeipvs.daemon.kernel.ipvs.IpvsListing.Traffic;
import io.kubeipvs.daemon.kernel.ipvs.IpvsListing.VirtualServerEntry;
import java.util.Comparator;
import java.util.List;

/**
 * A virtual server in the table. Rates are those of the kernel's last estimate, which it makes every 2 seconds.
 *
 * @param name of the virtual server, such as {@code TCP 10.96.0.1:443}
 * @param service its Service, as {@code namespace/name}; "" = not known
 * @param connections that the kernel remembers, those that are over included
 * @param active the established ones
 * @param servers the real servers that get new connections
 * @param spread the active connections of the busiest real server, divided by those of the mean one; 1 = all have equally
 *     many
 * @param busiest the address of that real server; "" = none has a connection
 */
record TopRow(
        String name,
        String service,
        long connections,
        long active,
        Traffic rate,
        int servers,
        double spread,
        String busiest,
        List<RealServerEntry> realServers) {
    /** The columns by which the table can be sorted, the largest first. */
    enum Order {
        CONNECTIONS('c', "connections", Comparator.comparingLong(TopRow::connections)),
        RATE(
                'r',
                "new connections a second",
                Comparator.comparingLong(row -> row.rate().connections())),
        IN('i', "bytes in", Comparator.comparingLong(row -> row.rate().bytesIn())),
        OUT('o', "bytes out", Comparator.comparingLong(row -> row.rate().bytesOut()));

        private final char key;
        private final String words;
        private final Comparator<TopRow> largestFirst;

        Order(char key, String words, Comparator<TopRow> comparator) {
            this.key = key;
            this.words = words;
            this.largestFirst =
                    comparator.reversed().thenComparing(TopRow::service).thenComparing(TopRow::name);
        }

        /** The key that chooses it. */
        char key() {
            return key;
        }

        /** Its name for people. */
        String words() {
            return words;
        }

        Comparator<TopRow> largestFirst() {
            return largestFirst;
        }
    }

    static TopRow of(VirtualServerEntry server, String service) {
        List<RealServerEntry> all = server.realServers();
        long active = all.stream().mapToLong(RealServerEntry::activeConnections).sum();
        long inactive =
                all.stream().mapToLong(RealServerEntry::inactiveConnections).sum();
        RealServerEntry busiest = all.stream()
                .max(Comparator.comparingInt(RealServerEntry::activeConnections))
                .filter(one -> one.activeConnections() > 0)
                .orElse(null);
        return new TopRow(
                server.name(),
                service,
                active + inactive,
                active,
                server.perSecond(),
                (int) all.stream().filter(one -> one.weight() > 0).count(),
                busiest == null ? 0 : busiest.activeConnections() * (double) all.size() / active,
                busiest == null ? "" : busiest.address(),
                all);
    }

    /** Whether this text is a part of one of its names. */
    boolean contains(String text) {
        return service.contains(text)
                || name.contains(text)
                || realServers.stream().anyMatch(server -> server.address().contains(text));
    }
}
