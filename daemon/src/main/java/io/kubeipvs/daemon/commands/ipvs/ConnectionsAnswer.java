package io.kubeipvs.daemon.commands.ipvs;

import io.kubeipvs.daemon.commands.output.Answer;
import io.kubeipvs.daemon.commands.output.ExitStatus;
import io.kubeipvs.daemon.commands.output.Style;
import io.kubeipvs.daemon.kernel.ipvs.IpvsConnections.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Connections in the form of {@code ipvsadm -Lnc}.
 *
 * @param heading the first line
 * @param entries those that are shown
 * @param omitted how many more there are
 */
record ConnectionsAnswer(String heading, List<Entry> entries, long omitted) implements Answer {
    /** The content for programs. */
    private record Document(List<Entry> entries, long omitted) {}

    private static final String FORMAT = "%-3s %-6s %-11s %-18s %-18s %s\n";

    /** A connection as a command shows it. */
    record Entry(
            String protocol, String state, long expiresSeconds, String source, String virtual, String destination) {
        static Entry of(Connection connection) {
            return new Entry(
                    connection.protocol(),
                    connection.state(),
                    connection.expiresSeconds(),
                    connection.source().toString(),
                    connection.virtual().toString(),
                    connection.destination().toString());
        }

        private String text() {
            String expires = String.format(Locale.ROOT, "%02d:%02d", expiresSeconds / 60, expiresSeconds % 60);
            return String.format(FORMAT, protocol, expires, state, source, virtual, destination);
        }
    }

    /** Collects connections up to a limit, and counts the others. */
    static final class Collector {
        private final int limit;
        private final List<Entry> entries = new ArrayList<>();
        private long omitted;

        /** @param limit 0 = none */
        Collector(int limit) {
            this.limit = limit;
        }

        void add(Connection connection) {
            if (limit == 0 || entries.size() < limit) {
                entries.add(Entry.of(connection));
            } else {
                omitted++;
            }
        }

        /** @param heading the first line */
        ConnectionsAnswer answer(String heading) {
            return new ConnectionsAnswer(heading, entries, omitted);
        }
    }

    @Override
    public String text(Style style, boolean isWide) {
        StringBuilder text = new StringBuilder(heading).append('\n');
        text.append(String.format(FORMAT, "pro", "expire", "state", "source", "virtual", "destination"));
        entries.forEach(entry -> text.append(entry.text()));
        if (omitted > 0) {
            text.append(String.format(Locale.ROOT, "and %,d more; --limit 0 prints all\n", omitted));
        }
        return text.toString();
    }

    @Override
    public Object document() {
        return new Document(entries, omitted);
    }

    @Override
    public ExitStatus status() {
        return ExitStatus.OK;
    }
}
