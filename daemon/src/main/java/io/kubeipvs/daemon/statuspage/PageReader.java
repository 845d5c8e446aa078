package io.kubeipvs.daemon.statuspage;

import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.commands.ServiceFilter;
import io.kubeipvs.daemon.commands.ServiceRows;
import io.kubeipvs.daemon.commands.StatusSentences;
import io.kubeipvs.daemon.inspect.NamesDocument;
import io.kubeipvs.daemon.inspect.StatusDocument;
import io.kubeipvs.daemon.kernel.ipvs.IpvsTable;
import io.kubeipvs.daemon.kernel.ipvs.VirtualServers;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what a page shows. Virtual servers are read all at once; real servers only of those on the page, because the kernel
 * needs a request for each. Used by the thread of the pages.
 */
final class PageReader {
    /** The real servers of a page are about so many; each virtual server has an equal part. */
    private static final int SERVERS_OF_PAGE = 400;

    private static final int FEWEST_SERVERS = 8;
    private static final IpvsTable.Traffic NO_TRAFFIC = new IpvsTable.Traffic(0, 0, 0, 0);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    private final Sources sources;
    private final InstantSource clock;

    /** @param clock of the time of day that the page states */
    PageReader(Sources sources, InstantSource clock) {
        this.sources = sources;
        this.clock = clock;
    }

    PageView read(PageQuery query) throws InterruptedException {
        StatusDocument status = sources.status();
        return new PageView(HealthView.of(status), list(query, status), query, TIME.format(clock.instant()));
    }

    private ListView list(PageQuery query, StatusDocument status) throws InterruptedException {
        NamesDocument names = sources.names();
        Map<String, Map<String, Long>> drains = names.incomplete().isPresent() ? Map.of() : sources.drains();
        try (VirtualServers kernel = sources.kernel()) {
            ServiceRows rows = new ServiceRows(Optional.of(names), ServiceFilter.ALL, kernel::realServers);
            Selection selection = Selection.of(rows.entries(kernel.virtualServers()), drains.keySet(), query);
            int most = query.servers()
                    ? Math.max(
                            FEWEST_SERVERS,
                            SERVERS_OF_PAGE / Math.max(1, selection.entries().size()))
                    : 0;
            String limit = StatusSentences.limit(status.kernel()
                    .overview()
                    .map(StatusDocument.Overview::drainLimitSeconds)
                    .orElse(0L));
            List<RowView> views = selection.entries().stream()
                    .map(entry -> view(rows, entry, new Part(drains, limit, most)))
                    .toList();
            return new ListView(
                    new ListView.Counts(
                            selection.found(), selection.problems(), selection.draining(), selection.matching()),
                    selection.page(),
                    selection.pages(),
                    views,
                    names.incomplete()
                            .map(cause -> "Refused addresses and drains are not listed: " + cause)
                            .orElse(""));
        } catch (KernelUnavailableException e) {
            Problem problem = e.problem();
            return ListView.failed("The kernel cannot be read: " + problem);
        }
    }

    /** The part of a virtual server in the page. */
    private record Part(Map<String, Map<String, Long>> drains, String limit, int mostServers) {
        RowView.Drains of(String key) {
            return new RowView.Drains(drains.getOrDefault(key, Map.of()), limit);
        }
    }

    private static RowView view(ServiceRows rows, ServiceRows.Entry entry, Part part) {
        String key = entry.server().map(IpvsTable.Server::key).orElse("");
        return RowView.of(
                rows.row(entry),
                entry.server().map(IpvsTable.Server::traffic).orElse(NO_TRAFFIC),
                part.of(key),
                part.mostServers());
    }
}
