package io.kubeipvs.daemon.kernel.dnat;

import io.kubeipvs.core.kernel.RealServer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The numbers that the real servers of a virtual server get: as many for each as its weight. */
final class Slots {
    /** Numbers of one virtual server at most, unless it has more real servers. Large weights become smaller ones. */
    static final int MOST = 1024;

    private Slots() {}

    /**
     * The real server of each number from 0 on. The order of their addresses decides, so that the same real servers have
     * the same numbers.
     */
    static List<RealServer.Key> of(Collection<RealServer> servers) {
        List<RealServer> chosen = servers.stream()
                .filter(server -> !server.isQuiet())
                .sorted((one, other) -> one.key().compareTo(other.key()))
                .toList();
        List<RealServer.Key> slots = new ArrayList<>();
        long divisor = divisor(chosen);
        for (RealServer server : chosen) {
            long count = Math.max(1, server.weight() / divisor);
            for (long i = 0; i < count; i++) {
                slots.add(server.key());
            }
        }
        return slots;
    }

    /** Their greatest common divisor, or one with which their sum is small enough. */
    private static long divisor(List<RealServer> servers) {
        long common = 0;
        long sum = 0;
        for (RealServer server : servers) {
            common = gcd(server.weight(), common);
            sum += server.weight();
        }
        return Math.max(Math.max(1, common), (sum + MOST - 1) / MOST);
    }

    private static long gcd(long one, long other) {
        return other == 0 ? one : gcd(other, one % other);
    }
}
