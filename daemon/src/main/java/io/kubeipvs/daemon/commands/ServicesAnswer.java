package io.kubeipvs.daemon.commands;

import io.kubeipvs.daemon.commands.output.Answer;
import io.kubeipvs.daemon.commands.output.ExitStatus;
import io.kubeipvs.daemon.commands.output.Style;
import io.kubeipvs.daemon.commands.output.TextTable;
import io.kubeipvs.daemon.kernel.ipvs.IpvsTable;
import java.util.List;
import java.util.stream.Stream;

/**
 * The listed virtual servers.
 *
 * @param node its name, "" without a running kube-ipvs
 * @param notRunning that none runs here, "" = one does
 * @param incomplete why refused addresses are not known, "" = they are
 * @param rows the lines
 * @param isNarrow whether the user asked for one Service or address
 */
record ServicesAnswer(String node, String notRunning, String incomplete, List<ServiceRow> rows, boolean isNarrow)
        implements Answer {
    /** The content for programs. */
    private record Document(String node, boolean running, String incomplete, List<ServiceRow> services) {}

    @Override
    public String text(Style style, boolean isWide) {
        StringBuilder text = new StringBuilder();
        if (!notRunning.isEmpty()) {
            text.append(style.warning(notRunning)).append("\nThis is the kernel's state.\n");
        }
        if (!incomplete.isEmpty()) {
            text.append(style.warning("Refused addresses are not listed: " + incomplete))
                    .append('\n');
        }
        if (rows.isEmpty()) {
            return text.append("nothing found\n").toString();
        }
        text.append(table(style, isWide));
        if (isWide || isNarrow) {
            rows.forEach(row -> servers(row, text));
        }
        return text.toString();
    }

    private TextTable table(Style style, boolean isWide) {
        Stream<String> usual =
                Stream.of("NAMESPACE", "NAME", "ADDRESS", "PORT", "TYPE", "SCHED", ">READY", ">DRAIN", ">CONN", ">CPS");
        Stream<String> wide = isWide ? Stream.of(">INACT", ">IN/s", ">OUT/s") : Stream.of();
        TextTable table = TextTable.of(
                Stream.of(usual, wide, Stream.of("NOTE")).flatMap(each -> each).toArray(String[]::new));
        rows.forEach(row -> table.row(cells(row, style, isWide)));
        return table;
    }

    private static String[] cells(ServiceRow row, Style style, boolean isWide) {
        ServiceRow.Load load = row.load();
        Stream<String> usual = Stream.of(
                orDash(row.place().namespace()),
                orDash(row.place().name()),
                row.place().address(),
                row.place().port() == 0
                        ? "-"
                        : row.place().port() + "/" + row.place().protocol(),
                orDash(row.place().type()),
                orDash(row.scheduler()),
                inKernel(row, ready(row.servers())),
                inKernel(
                        row,
                        row.servers().draining() == 0
                                ? "-"
                                : Integer.toString(row.servers().draining())),
                inKernel(row, Amounts.brief(load.active())),
                inKernel(row, Amounts.brief(load.connectionsPerSecond())));
        Stream<String> wide = isWide
                ? Stream.of(load.inactive(), load.bytesInPerSecond(), load.bytesOutPerSecond())
                        .map(Amounts::brief)
                        .map(text -> inKernel(row, text))
                : Stream.of();
        String note = row.problem() ? style.warning(row.note()) : row.note();
        return Stream.of(usual, wide, Stream.of(note)).flatMap(each -> each).toArray(String[]::new);
    }

    private static String ready(ServiceRow.Servers servers) {
        int all = servers.endpoints() < 0 ? servers.ready() + servers.draining() : servers.endpoints();
        return servers.ready() + "/" + all;
    }

    private static String inKernel(ServiceRow row, String text) {
        return row.inKernel() ? text : "-";
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }

    private static void servers(ServiceRow row, StringBuilder text) {
        if (row.realServers().isEmpty()) {
            return;
        }
        text.append('\n')
                .append(row.place().protocol())
                .append(row.place().protocol().isEmpty() ? "" : " ")
                .append(row.place().address());
        text.append(row.place().port() == 0 ? "" : " port " + row.place().port())
                .append('\n');
        if (!row.choices().options().isEmpty()) {
            text.append("  options: ").append(row.choices().options()).append('\n');
        }
        TextTable table = TextTable.of("  SERVER", ">WEIGHT", ">CONN", ">INACT", ">CPS", ">IN/s", ">OUT/s", "STATE");
        for (IpvsTable.RealServer server : row.realServers()) {
            table.row(
                    "  " + server.address(),
                    Integer.toString(server.weight()),
                    Amounts.brief(server.active()),
                    Amounts.brief(server.inactive()),
                    Amounts.brief(server.traffic().connectionsPerSecond()),
                    Amounts.brief(server.traffic().bytesInPerSecond()),
                    Amounts.brief(server.traffic().bytesOutPerSecond()),
                    state(row, server));
        }
        text.append(table);
    }

    private static String state(ServiceRow row, IpvsTable.RealServer server) {
        if (server.weight() > 0) {
            return "";
        }
        if (!row.isDraining(server)) {
            return "maintenance";
        }
        Long seconds = row.drainingSeconds().get(server.address());
        return seconds == null ? "draining" : "draining for " + Amounts.time(seconds);
    }

    @Override
    public Object document() {
        return new Document(node, notRunning.isEmpty(), incomplete, rows);
    }

    @Override
    public ExitStatus status() {
        if (!notRunning.isEmpty()) {
            return ExitStatus.NOT_RUNNING;
        }
        return rows.isEmpty() && isNarrow ? ExitStatus.FAILED : ExitStatus.OK;
    }
}
