package io.kubeipvs.daemon.inspect;

import io.kubeipvs.core.apply.Inspection;
import io.kubeipvs.core.apply.NodeProxy;
import io.kubeipvs.core.apply.RoundReport;
import io.kubeipvs.core.desire.AddressKind;
import io.kubeipvs.core.desire.Conflict;
import io.kubeipvs.core.desire.Footprint;
import io.kubeipvs.core.desire.Footprints;
import io.kubeipvs.core.desire.Ledger;
import io.kubeipvs.core.desire.RefusedAddress;
import io.kubeipvs.core.desire.ServiceNotes;
import io.kubeipvs.core.drain.Drain;
import io.kubeipvs.core.kernel.FailedServers;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Endpoint;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.core.track.ServiceView;
import io.kubeipvs.daemon.sync.Questions;
import io.kubeipvs.daemon.work.MonotonicClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Makes the names. It computes the wishes of every Service that is asked for anew, as the sync thread does, on the thread of
 * the client: so the sync thread waits for nothing, and names exist while it hangs. Safe for use by many threads.
 */
public final class NamesSource implements Answers.Source {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final ChangeTracker tracker;
    private final RoundMemory rounds;
    private final Supplier<NodeView> node;
    private final Supplier<Settings> settings;
    private final Questions questions;

    /**
     * @param tracker of the present Services
     * @param node at each question
     * @param settings in force, at each question
     */
    public NamesSource(
            ChangeTracker tracker,
            RoundMemory rounds,
            Supplier<NodeView> node,
            Supplier<Settings> settings,
            Questions questions) {
        this.tracker = tracker;
        this.rounds = rounds;
        this.node = node;
        this.settings = settings;
        this.questions = questions;
    }

    @Override
    public NamesDocument answer(Question question) throws InterruptedException {
        Settings inForce = settings.get();
        NodeView here = node.get().inForce(inForce.allowedOptions());
        List<NamesDocument.Named> named = new ArrayList<>();
        Ledger none = new Ledger();
        Which which = new Which(question.name());
        services().stream()
                .filter(service -> which.has(service.name()))
                .forEach(service -> add(service, Footprints.of(service, here, inForce, none), named));
        try {
            State state = questions.ask(State::of, LIMIT);
            return new NamesDocument(
                    here.node().name(),
                    named,
                    unserved(state.notes()).stream()
                            .filter(one -> which.has(new ServiceName(one.namespace(), one.name())))
                            .toList(),
                    draining(state.drains()),
                    Optional.empty());
        } catch (Questions.BusyException busy) {
            return new NamesDocument(here.node().name(), named, List.of(), List.of(), Optional.of(busy.getMessage()));
        }
    }

    /**
     * The Services that are asked for.
     *
     * @param name {@code default/web}; {@code default/} for a namespace, {@code web} for any namespace, "" for all
     */
    private record Which(String name) {
        boolean has(ServiceName service) {
            return name.isEmpty()
                    || service.toString().equals(name)
                    || name.endsWith("/") && name.equals(service.namespace() + "/")
                    || service.name().equals(name);
        }
    }

    /** The state that only the sync thread knows. */
    private record State(ServiceNotes.All notes, List<Drain> drains) {
        static State of(NodeProxy proxy) {
            Inspection inspection = proxy.inspection();
            return new State(inspection.overview().notes(), inspection.drains());
        }
    }

    private static List<NamesDocument.Draining> draining(List<Drain> drains) {
        Instant now = MonotonicClock.SYSTEM.instant();
        return drains.stream()
                .map(drain -> new NamesDocument.Draining(
                        drain.virtualServer().toString(),
                        drain.server().toString(),
                        Duration.between(drain.since(), now).toSeconds()))
                .toList();
    }

    /** Those of an earlier run, while these are served: only the sync thread has them. */
    private List<ServiceView> services() throws InterruptedException {
        boolean isProvisional =
                rounds.now().state().map(RoundReport.State::provisional).orElse(false);
        try {
            return (isProvisional ? questions.ask(NodeProxy::inForce, LIMIT) : tracker).views();
        } catch (Questions.BusyException busy) {
            return tracker.views();
        }
    }

    private static void add(ServiceView service, Footprint footprint, List<NamesDocument.Named> named) {
        for (Frontend frontend : footprint.frontends().values()) {
            named.add(new NamesDocument.Named(
                    frontend.key().toString(),
                    service.name().namespace(),
                    service.name().name(),
                    type(footprint, frontend.key()),
                    (int) frontend.realServers().values().stream()
                            .filter(server -> !server.isQuiet())
                            .count(),
                    endpoints(service, frontend.key().vip().family()),
                    choices(service, frontend)));
        }
    }

    private static NamesDocument.Choices choices(ServiceView service, Frontend frontend) {
        Map<String, String> options =
                service.service().map(spec -> spec.options().texts()).orElse(Map.of());
        List<String> maintained = frontend.realServers().values().stream()
                .filter(RealServer::isQuiet)
                .map(server -> server.key().toString())
                .sorted()
                .toList();
        return options.isEmpty() && maintained.isEmpty()
                ? NamesDocument.Choices.NONE
                : new NamesDocument.Choices(
                        options.entrySet().stream()
                                .map(option -> option.getKey() + "=" + option.getValue())
                                .collect(Collectors.joining(" ")),
                        maintained,
                        health(frontend));
    }

    private static String health(Frontend frontend) {
        FailedServers failed = frontend.failed();
        Set<RealServer.Key> servers = new HashSet<>(frontend.realServers().keySet());
        servers.addAll(failed.causes().keySet());
        return failed.words(servers.size());
    }

    private static String type(Footprint footprint, VirtualServer.Key key) {
        return key.isByMark() ? "Local" : text(footprint.kind(key));
    }

    private static String text(AddressKind kind) {
        return switch (kind) {
            case CLUSTER_IP -> "ClusterIP";
            case NODE -> "NodePort";
            case LOAD_BALANCER -> "LoadBalancer";
            case EXTERNAL_IP -> "ExternalIP";
        };
    }

    private static int endpoints(ServiceView service, Family family) {
        return service.slices().stream()
                .flatMap(slice -> slice.endpoints().stream())
                .map(Endpoint::address)
                .filter(address -> address.family() == family)
                .collect(Collectors.toSet())
                .size();
    }

    private static List<NamesDocument.Unserved> unserved(ServiceNotes.All notes) {
        List<NamesDocument.Unserved> all = new ArrayList<>();
        notes.refused().forEach((service, refused) -> refused.forEach(address -> all.add(refused(service, address))));
        notes.notServed()
                .forEach((service, addresses) -> addresses.forEach(address -> all.add(notServed(service, address))));
        notes.conflicts().forEach(conflict -> conflict.others().forEach(other -> all.add(conflict(other, conflict))));
        return all;
    }

    private static NamesDocument.Unserved refused(ServiceName service, RefusedAddress refused) {
        String address = refused.address() + (refused.port().isEmpty() ? "" : " " + refused.port());
        return new NamesDocument.Unserved(
                service.namespace(),
                service.name(),
                address,
                refused.reason().name().toLowerCase(Locale.ROOT),
                refused.toString());
    }

    private static NamesDocument.Unserved notServed(ServiceName service, Ip address) {
        return new NamesDocument.Unserved(
                service.namespace(),
                service.name(),
                address.toString(),
                "on_this_node",
                "a link of this node has the address: a program on this node serves it");
    }

    private static NamesDocument.Unserved conflict(ServiceName service, Conflict conflict) {
        return new NamesDocument.Unserved(
                service.namespace(),
                service.name(),
                conflict.key().toString(),
                "conflict",
                "Service " + conflict.owner() + " serves it");
    }
}
