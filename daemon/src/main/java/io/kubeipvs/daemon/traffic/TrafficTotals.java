package io.kubeipvs.daemon.traffic;

import io.kubeipvs.daemon.kernel.ipvs.IpvsListing.Traffic;
import io.kubeipvs.daemon.traffic.TrafficPage.Port;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Sums the kernel's counters of virtual servers to totals of Service ports. The kernel's counters begin at 0 when a virtual
 * server is deleted and made again; the totals never go back while the Service exists. Used by one thread.
 */
final class TrafficTotals {
    private static final Traffic ZERO = new Traffic(0, 0, 0, 0, 0);

    private final Map<Port, Traffic> totals = new HashMap<>();
    private final Map<String, Traffic> last = new HashMap<>();

    /**
     * Adds a reading.
     *
     * @param owners the Service port of each virtual server that has one, by the server's name
     * @param counters the kernel's, by the server's name
     */
    void add(Map<String, Port> owners, Map<String, Traffic> counters) {
        totals.keySet().retainAll(owners.values());
        last.keySet().retainAll(owners.keySet());
        owners.forEach((server, port) -> {
            Traffic now = counters.getOrDefault(server, ZERO);
            Traffic before = last.getOrDefault(server, ZERO);
            totals.merge(port, growth(before, now), TrafficTotals::sum);
            last.put(server, now);
        });
    }

    /** Forgets everything. */
    void clear() {
        totals.clear();
        last.clear();
    }

    /** The ports with the most connections, at most so many. */
    TrafficPage page(int limit) {
        if (totals.size() <= limit) {
            return new TrafficPage(totals, Map.of(), 0);
        }
        Comparator<Map.Entry<Port, Traffic>> busiest =
                Comparator.comparingLong(entry -> -entry.getValue().connections());
        Map<Port, Traffic> chosen = totals.entrySet().stream()
                .sorted(busiest.thenComparing(entry -> entry.getKey().toString()))
                .limit(limit)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return new TrafficPage(chosen, Map.of(), totals.size() - limit);
    }

    /** A counter below its former value began again. */
    private static Traffic growth(Traffic before, Traffic now) {
        boolean beganAgain = now.connections() < before.connections()
                || now.packetsIn() < before.packetsIn()
                || now.bytesIn() < before.bytesIn();
        Traffic from = beganAgain ? ZERO : before;
        ToLongFunction<ToLongFunction<Traffic>> difference =
                counter -> Math.max(0, counter.applyAsLong(now) - counter.applyAsLong(from));
        return new Traffic(
                difference.applyAsLong(Traffic::connections),
                difference.applyAsLong(Traffic::packetsIn),
                difference.applyAsLong(Traffic::packetsOut),
                difference.applyAsLong(Traffic::bytesIn),
                difference.applyAsLong(Traffic::bytesOut));
    }

    private static Traffic sum(Traffic one, Traffic other) {
        return new Traffic(
                one.connections() + other.connections(),
                one.packetsIn() + other.packetsIn(),
                one.packetsOut() + other.packetsOut(),
                one.bytesIn() + other.bytesIn(),
                one.bytesOut() + other.bytesOut());
    }
}
