package io.kubeipvs.daemon.statuspage;

import io.kubeipvs.daemon.commands.ServiceRow;
import io.kubeipvs.daemon.commands.ServiceRows;
import io.kubeipvs.daemon.kernel.ipvs.IpvsTable;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The entries of one page, before their real servers are read.
 *
 * @param entries of the page, in its order
 * @param found how many entries contain the searched text
 * @param problems how many of these have a problem
 * @param draining how many of these have a draining real server
 * @param matching how many of these the reader wants to see, on all pages together
 * @param page the number of the page, from 1 on; the last one where the reader asks for a later one
 */
record Selection(List<ServiceRows.Entry> entries, int found, int problems, int draining, int matching, int page) {
    /** The entries of a page. */
    static final int PAGE_SIZE = 50;

    /**
     * @param all sorted by name
     * @param draining the keys of virtual servers with a draining real server
     */
    static Selection of(List<ServiceRows.Entry> all, Set<String> draining, PageQuery query) {
        Predicate<ServiceRows.Entry> isProblem = entry -> !entry.problem().isEmpty();
        Predicate<ServiceRows.Entry> isDraining = entry -> entry.server()
                .map(IpvsTable.Server::key)
                .filter(draining::contains)
                .isPresent();
        List<ServiceRows.Entry> found = found(all, query.search());
        List<ServiceRows.Entry> matching = switch (query.show()) {
            case ALL -> found;
            case PROBLEMS -> found.stream().filter(isProblem).toList();
            case DRAINING -> found.stream().filter(isDraining).toList();
        };
        int page = Math.min(query.page(), pages(matching.size()));
        Comparator<ServiceRows.Entry> order = switch (query.order()) {
            case PROBLEMS ->
                Comparator.comparingInt(entry -> isProblem.test(entry) ? 0 : isDraining.test(entry) ? 1 : 2);
            case NAME -> (one, other) -> 0;
            case RATE -> largestFirst(IpvsTable.Traffic::connectionsPerSecond);
            case IN -> largestFirst(IpvsTable.Traffic::bytesInPerSecond);
            case OUT -> largestFirst(IpvsTable.Traffic::bytesOutPerSecond);
        };
        return new Selection(
                matching.stream()
                        .sorted(order)
                        .skip((page - 1L) * PAGE_SIZE)
                        .limit(PAGE_SIZE)
                        .toList(),
                found.size(),
                (int) found.stream().filter(isProblem).count(),
                (int) found.stream().filter(isDraining).count(),
                matching.size(),
                page);
    }

    private static int pages(int entries) {
        return Math.max(1, (entries + PAGE_SIZE - 1) / PAGE_SIZE);
    }

    /** The number of pages, at least 1. */
    int pages() {
        return pages(matching);
    }

    private static Comparator<ServiceRows.Entry> largestFirst(ToLongFunction<IpvsTable.Traffic> number) {
        return Comparator.comparingLong(entry -> -entry.server()
                .map(IpvsTable.Server::traffic)
                .map(number::applyAsLong)
                .orElse(-1L));
    }

    private static List<ServiceRows.Entry> found(List<ServiceRows.Entry> all, String search) {
        List<String> words = Stream.of(search.toLowerCase(Locale.ROOT).split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
        return words.isEmpty()
                ? all
                : all.stream()
                        .filter(entry -> words.stream().allMatch(text(entry.place())::contains))
                        .toList();
    }

    /** The text that is searched: all that identifies the virtual server. */
    private static String text(ServiceRow.Place place) {
        return (place.namespace() + "/" + place.name() + " " + Texts.address(place) + " " + place.type())
                .toLowerCase(Locale.ROOT);
    }
}
