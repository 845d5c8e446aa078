package io.kubeipvs.daemon.commands.top;

import io.kubeipvs.daemon.commands.output.Style;
import io.kubeipvs.daemon.commands.output.TextTable;
import io.kubeipvs.daemon.kernel.ipvs.IpvsListing;
import io.kubeipvs.daemon.kernel.ipvs.IpvsListing.RealServerEntry;
import io.kubeipvs.daemon.kernel.ipvs.IpvsListing.Traffic;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * The table of {@code kube-ipvs top} at one moment.
 *
 * @param head the first line without the sums
 * @param rows all virtual servers, in no order
 */
record TopTable(String head, List<TopRow> rows) {
    private static final long THOUSAND = 1000;
    private static final String UNITS = "kMGTP";

    /** @param services the Service of a virtual server by its name, "" where it is not known */
    static TopTable of(String head, IpvsListing table, UnaryOperator<String> services) {
        return new TopTable(
                head,
                table.virtualServers().stream()
                        .map(server -> TopRow.of(server, services.apply(server.name())))
                        .toList());
    }

    /** The rows that a view shows, in its order. */
    List<TopRow> shown(TopView view) {
        return rows.stream()
                .filter(row -> row.contains(view.filter()))
                .sorted(view.order().largestFirst())
                .toList();
    }

    /**
     * The text.
     *
     * @param lines the most lines
     */
    String text(TopView view, Style style, int lines) {
        TextTable table = TextTable.of(
                "SERVICE", "VIRTUAL SERVER", ">CONN", ">CPS", ">IN", ">OUT", ">SERVERS", ">SPREAD", "BUSIEST");
        for (TopRow row : shown(view)) {
            table.row(
                    row.service().isEmpty() ? "-" : row.service(),
                    row.name(),
                    number(row.connections()),
                    number(row.rate().connections()),
                    number(row.rate().bytesIn()),
                    number(row.rate().bytesOut()),
                    Integer.toString(row.servers()),
                    row.spread() == 0 ? "-" : String.format(Locale.ROOT, "%.2f", row.spread()),
                    row.busiest());
            if (view.showsServers()) {
                row.realServers().forEach(server -> addServer(table, server));
            }
        }
        String all = style.strong(sums(view)) + "\n" + table;
        List<String> each = all.lines().toList();
        return String.join("\n", each.subList(0, Math.min(lines, each.size()))) + "\n";
    }

    private static void addServer(TextTable table, RealServerEntry server) {
        Traffic rate = server.perSecond();
        table.row(
                "",
                "-> " + server.address(),
                number((long) server.activeConnections() + server.inactiveConnections()),
                number(rate.connections()),
                number(rate.bytesIn()),
                number(rate.bytesOut()),
                server.weight() == 0 ? "drains" : "");
    }

    private String sums(TopView view) {
        long connections = rows.stream().mapToLong(TopRow::connections).sum();
        long cps = rows.stream().mapToLong(row -> row.rate().connections()).sum();
        long in = rows.stream().mapToLong(row -> row.rate().bytesIn()).sum();
        long out = rows.stream().mapToLong(row -> row.rate().bytesOut()).sum();
        String filter = view.filter().isEmpty() ? "" : "  only '" + view.filter() + "'";
        return head + "  " + rows.size() + " virtual servers  " + number(connections) + " connections  " + number(cps)
                + " new/s  in " + number(in) + "B/s  out " + number(out) + "B/s  by "
                + view.order().words() + filter;
    }

    /** A number with at most four digits, and a letter for thousands, millions and so on. */
    static String number(long value) {
        if (value < 10 * THOUSAND) {
            return Long.toString(value);
        }
        double scaled = value;
        int unit = -1;
        while (scaled >= THOUSAND && unit < UNITS.length() - 1) {
            scaled /= THOUSAND;
            unit++;
        }
        return String.format(Locale.ROOT, scaled < 100 ? "%.1f%c" : "%.0f%c", scaled, UNITS.charAt(unit));
    }
}
