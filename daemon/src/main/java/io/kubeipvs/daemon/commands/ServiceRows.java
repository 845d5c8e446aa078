package io.kubeipvs.daemon.commands;

import io.kubeipvs.daemon.inspect.NamesDocument;
import io.kubeipvs.daemon.kernel.ipvs.IpvsTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Joins the kernel's virtual servers with the names of Services. Each virtual server is looked up once; the real servers are
 * read only of those that are shown, because the kernel needs a request for each.
 */
public final class ServiceRows {
    private static final Comparator<ServiceRow.Place> ORDER = Comparator.comparing(ServiceRow.Place::namespace)
            .thenComparing(ServiceRow.Place::name)
            .thenComparing(ServiceRow.Place::port)
            .thenComparing(ServiceRow.Place::type)
            .thenComparing(ServiceRow.Place::address)
            .thenComparing(ServiceRow.Place::protocol);

    /** For instance {@code TCP 10.96.0.1:443} or {@code UDP [fd00::1]:53}. */
    private static final Pattern BY_ADDRESS = Pattern.compile("([A-Z]+) \\[?([0-9a-f.:]+?)]?:([0-9]+)");

    /**
     * A line before its real servers are read.
     *
     * @param server of the kernel; empty = the kernel has none
     * @param named what the Service wants; empty = no Service wants it, or the name is not known
     * @param problem that is known without the real servers; "" = none
     */
    public record Entry(
            ServiceRow.Place place,
            Optional<IpvsTable.Server> server,
            Optional<NamesDocument.Named> named,
            String problem) {}

    private final Optional<NamesDocument> names;
    private final Map<String, NamesDocument.Named> byKey = new HashMap<>();
    private final Set<String> lost = new HashSet<>();
    private final Map<String, Map<String, Long>> drains = new HashMap<>();
    private final ServiceFilter filter;
    private final Function<IpvsTable.Server, List<IpvsTable.RealServer>> realServers;

    /**
     * @param names empty without a running kube-ipvs
     * @param realServers reads those of a virtual server
     */
    public ServiceRows(
            Optional<NamesDocument> names,
            ServiceFilter filter,
            Function<IpvsTable.Server, List<IpvsTable.RealServer>> realServers) {
        this.names = names;
        this.filter = filter;
        this.realServers = realServers;
        names.ifPresent(this::index);
    }

    /** Of two Services that want one virtual server, one gets it. */
    private void index(NamesDocument document) {
        document.draining()
                .forEach(drain -> drains.computeIfAbsent(drain.key(), key -> new HashMap<>())
                        .put(drain.server(), drain.seconds()));
        document.unserved().stream()
                .filter(unserved -> unserved.reason().equals("conflict"))
                .forEach(unserved -> lost.add(id(unserved.namespace(), unserved.name(), unserved.address())));
        document.virtualServers().stream()
                .filter(named -> !lost.contains(id(named.namespace(), named.name(), named.key())))
                .forEach(named -> byKey.putIfAbsent(named.key(), named));
    }

    private static String id(String namespace, String name, String address) {
        return namespace + "/" + name + " " + address;
    }

    /** The rows that the filter selects, sorted. */
    List<ServiceRow> of(List<IpvsTable.Server> virtualServers) {
        return entries(virtualServers).stream().map(this::row).toList();
    }

    /** The same before their real servers are read: they cost the kernel nothing. */
    public List<Entry> entries(List<IpvsTable.Server> virtualServers) {
        List<Entry> entries = new ArrayList<>();
        Set<String> present = new HashSet<>();
        for (IpvsTable.Server server : virtualServers) {
            present.add(server.key());
            Optional<NamesDocument.Named> named = Optional.ofNullable(byKey.get(server.key()));
            ServiceRow.Place place = place(server, named);
            if (filter.matches(place)) {
                entries.add(new Entry(
                        place,
                        Optional.of(server),
                        named,
                        named.map(ServiceRows::noEndpoint).orElse("")));
            }
        }
        names.ifPresent(document -> notInKernel(document, present)
                .filter(entry -> filter.matches(entry.place()))
                .forEach(entries::add));
        entries.sort(Comparator.comparing(Entry::place, ORDER));
        return entries;
    }

    /** The row of an entry, for which its real servers are read. */
    public ServiceRow row(Entry entry) {
        return entry.server()
                .map(server -> row(entry.place(), server, entry.named()))
                .orElseGet(() -> ServiceRow.of(entry.place()).withProblem(entry.problem()));
    }

    private static ServiceRow.Place place(IpvsTable.Server server, Optional<NamesDocument.Named> named) {
        return named.map(ServiceRows::place)
                .orElse(ServiceRow.Place.of("", ""))
                .at(server.address(), server.port(), server.protocol());
    }

    private static ServiceRow.Place place(NamesDocument.Named named) {
        return ServiceRow.Place.of(named.namespace(), named.name()).withType(named.type());
    }

    private ServiceRow row(ServiceRow.Place place, IpvsTable.Server server, Optional<NamesDocument.Named> named) {
        ServiceRow row = ServiceRow.of(place)
                .withChoices(named.map(NamesDocument.Named::choices).orElse(NamesDocument.Choices.NONE))
                .with(
                        server,
                        realServers.apply(server),
                        named.map(NamesDocument.Named::endpoints).orElse(-1))
                .withDrains(drains.getOrDefault(server.key(), Map.of()));
        if (named.isEmpty()) {
            return row.withNote(names.isPresent() ? "no Service wants it" : "");
        }
        String problem = problem(named.get(), row.servers().ready());
        return problem.isEmpty() ? row : row.withProblem(problem);
    }

    private static String problem(NamesDocument.Named wanted, int ready) {
        if (wanted.wanted() != ready) {
            return ready + " of " + wanted.wanted() + " wanted servers are in the kernel";
        }
        return wanted.wanted() > 0 ? wanted.choices().health() : noEndpoint(wanted);
    }

    private static String noEndpoint(NamesDocument.Named wanted) {
        if (wanted.wanted() > 0) {
            return "";
        }
        return wanted.endpoints() == 0
                ? "no endpoint: refuses connections"
                : "no endpoint that may be used: refuses connections";
    }

    private Stream<Entry> notInKernel(NamesDocument document, Set<String> present) {
        Stream<Entry> missing = byKey.values().stream()
                .filter(named -> !present.contains(named.key()))
                .map(named -> new Entry(missing(named), Optional.empty(), Optional.of(named), "not in the kernel"));
        Stream<Entry> unserved = document.unserved().stream().map(ServiceRows::unserved);
        return Stream.concat(missing, unserved);
    }

    private static Entry unserved(NamesDocument.Unserved wish) {
        return new Entry(
                ServiceRow.Place.of(wish.namespace(), wish.name()).at(wish.address(), 0, ""),
                Optional.empty(),
                Optional.empty(),
                "REFUSED " + wish.reason() + ": " + wish.cause());
    }

    private static ServiceRow.Place missing(NamesDocument.Named named) {
        Matcher key = BY_ADDRESS.matcher(named.key());
        return key.matches()
                ? place(named).at(key.group(2), Integer.parseInt(key.group(3)), key.group(1))
                : place(named).at(named.key().replace("FWM", "mark"), 0, "");
    }
}
