package io.kubeipvs.daemon.statuspage;

import io.kubeipvs.daemon.commands.Amounts;
import io.kubeipvs.daemon.commands.ServiceRow;
import io.kubeipvs.daemon.kernel.ipvs.IpvsTable;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A virtual server as the page shows it.
 *
 * @param service its Service; "" = no Service is known
 * @param address its address, port and protocol
 * @param details its type and scheduler
 * @param state of its real servers
 * @param level of the state
 * @param load of all its real servers
 * @param note for the reader; "" = all is well
 * @param servers some of its real servers
 * @param hidden how many are not in the list
 */
public record RowView(
        String service,
        String address,
        String details,
        String state,
        Level level,
        Load load,
        String note,
        List<Server> servers,
        int hidden) {
    private static final Comparator<IpvsTable.RealServer> BUSIEST_FIRST =
            Comparator.comparingLong(server -> -(long) server.active() - server.inactive());
    private static final int PERCENT = 100;

    /** The load as texts: connections now and since the beginning, and rates per second. */
    public record Load(String active, String inactive, String total, String rate, String in, String out) {
        private static final Load NONE = new Load("-", "-", "-", "-", "-", "-");

        private static Load of(long active, long inactive, IpvsTable.Traffic traffic) {
            return new Load(
                    Amounts.brief(active),
                    Amounts.brief(inactive),
                    Amounts.brief(traffic.connections()),
                    Amounts.brief(traffic.connectionsPerSecond()),
                    Amounts.brief(traffic.bytesInPerSecond()),
                    Amounts.brief(traffic.bytesOutPerSecond()));
        }
    }

    /**
     * A real server.
     *
     * @param state in words
     * @param share its active connections in percent of those of the busiest one
     */
    public record Server(String address, String state, Level level, String weight, Load load, int share) {}

    /** The drains of a virtual server, and the end of the sentence about them. */
    record Drains(Map<String, Long> seconds, String limit) {}

    /**
     * @param traffic of the virtual server
     * @param most the most real servers to list
     */
    static RowView of(ServiceRow row, IpvsTable.Traffic traffic, Drains drains, int most) {
        List<IpvsTable.RealServer> all = row.realServers();
        long busiest =
                all.stream().mapToLong(IpvsTable.RealServer::active).max().orElse(0);
        return new RowView(
                Texts.service(row.place()),
                Texts.address(row.place()),
                details(row),
                state(row),
                level(row),
                row.inKernel() ? Load.of(row.load().active(), row.load().inactive(), traffic) : Load.NONE,
                row.note(),
                all.stream()
                        .sorted(BUSIEST_FIRST)
                        .limit(most)
                        .map(server -> server(server, drains, busiest))
                        .toList(),
                Math.max(0, all.size() - most));
    }

    private static String details(ServiceRow row) {
        String type = row.place().type();
        return type + (type.isEmpty() || row.scheduler().isEmpty() ? "" : ", ") + row.scheduler();
    }

    private static String state(ServiceRow row) {
        if (!row.inKernel()) {
            return "not served";
        }
        ServiceRow.Servers servers = row.servers();
        int all = servers.endpoints() < 0 ? servers.ready() + servers.draining() : servers.endpoints();
        return servers.ready() + " of " + all + " ready"
                + (servers.draining() == 0 ? "" : ", " + servers.draining() + " draining");
    }

    private static Level level(ServiceRow row) {
        if (row.problem()) {
            return row.inKernel() && row.servers().ready() > 0 ? Level.WARN : Level.BAD;
        }
        if (row.servers().draining() > 0) {
            return Level.INFO;
        }
        return row.servers().ready() > 0 ? Level.GOOD : Level.NONE;
    }

    private static Server server(IpvsTable.RealServer server, Drains drains, long busiest) {
        boolean isDraining = server.weight() == 0;
        return new Server(
                server.address(),
                isDraining ? draining(server, drains) : "up",
                isDraining ? Level.INFO : Level.GOOD,
                Integer.toString(server.weight()),
                Load.of(server.active(), server.inactive(), server.traffic()),
                busiest == 0 ? 0 : (int) (PERCENT * server.active() / busiest));
    }

    private static String draining(IpvsTable.RealServer server, Drains drains) {
        Long seconds = drains.seconds().get(server.address());
        return seconds == null ? "draining" : "draining " + Amounts.time(seconds) + drains.limit();
    }
}
