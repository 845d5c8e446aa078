package io.kubeipvs.core.explain;

import io.kubeipvs.core.desire.Conflict;
import io.kubeipvs.core.desire.Footprint;
import io.kubeipvs.core.desire.Ledger;
import io.kubeipvs.core.desire.PortEndpoints;
import io.kubeipvs.core.desire.RefusedAddress;
import io.kubeipvs.core.drain.Drains;
import io.kubeipvs.core.explain.Explanation.Draining;
import io.kubeipvs.core.explain.From.Place;
import io.kubeipvs.core.kernel.Admission;
import io.kubeipvs.core.kernel.FailedServers;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.NodeFilterConfig;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.Reality;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.core.track.ServiceView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Explains packets in the desired state. Reads only, and its cost depends on the Service. Used by the thread of its facts. */
public final class Explainer implements PacketQuestion.Cases<Explanations> {
    private final Facts facts;
    private final Clients clients;
    private final PacketModel model;
    private final Optional<From> from;
    private final Instant now;

    /**
     * The facts that it explains with.
     *
     * @param tracker all Services and slices
     * @param objects the kernel objects
     * @param drainTimeout how long a removed server may keep its connections, 0 = as long as they last
     * @param node this node
     * @param config the desired configuration of the packet filter
     */
    public record Facts(
            ChangeTracker tracker, Objects objects, Duration drainTimeout, NodeView node, NodeFilterConfig config) {
        Ledger ledger() {
            return objects.ledger();
        }

        PacketState state() {
            return new WantedState(objects.ledger(), objects.reality(), config);
        }
    }

    /**
     * The kernel objects.
     *
     * @param ledger as they are wanted
     * @param reality as the kernel acknowledged them
     * @param drains the real servers that drain
     */
    public record Objects(Ledger ledger, Reality reality, Drains drains) {}

    private Explainer(Facts facts, Optional<From> from, Instant now) {
        this.facts = facts;
        this.clients = new Clients(facts);
        this.model = new PacketModel(facts.state(), facts.node().addresses());
        this.from = from;
        this.now = now;
    }

    /** The answer to a question. */
    public static Explanations explain(Facts facts, PacketQuestion question, Instant now) {
        return question.target().on(new Explainer(facts, question.from(), now));
    }

    @Override
    public Explanations service(PacketQuestion.OfService target) {
        ServiceName name = target.service();
        Optional<ServiceSpec> service = facts.tracker().view(name).service();
        if (service.isEmpty()) {
            return new Explanations(
                    List.of(),
                    List.of("Service " + name
                            + " is not proxied: it does not exist, is headless or of type ExternalName,"
                            + " or another proxy serves it"));
        }
        Footprint footprint = facts.ledger().footprint(name);
        List<String> notes = new ArrayList<>();
        footprint.refused().stream().map(RefusedAddress::toString).forEach(notes::add);
        footprint.notServed().stream()
                .map(ip -> "spec.clusterIPs " + ip + ": a link of this node has this address; it is not served")
                .forEach(notes::add);
        List<VirtualServer.Key> keys = keys(service.get(), footprint);
        keys.forEach(key -> facts.ledger()
                .conflict(key)
                .filter(conflict -> !conflict.owner().equals(name))
                .map(Conflict::toString)
                .ifPresent(notes::add));
        keys.forEach(key -> ignoredFailures(key).ifPresent(notes::add));
        return explanations(keys, notes);
    }

    /** The addresses and ports, cluster addresses first; of the node's addresses only the primary ones. */
    private List<VirtualServer.Key> keys(ServiceSpec service, Footprint footprint) {
        return footprint.admissions().entrySet().stream()
                .filter(admitted -> admitted.getValue().kind() != Admission.Kind.HEALTH_CHECK)
                .map(Map.Entry::getKey)
                .filter(key -> !facts.node().has(key.vip()) || isPrimary(key.vip()))
                .sorted(Comparator.comparing(
                                (VirtualServer.Key key) -> !service.clusterIps().contains(key.vip()))
                        .thenComparing(key -> facts.node().has(key.vip()))
                        .thenComparing(key -> key))
                .toList();
    }

    private boolean isPrimary(Ip ip) {
        return facts.node().node().primary(ip.family()).equals(Optional.of(ip));
    }

    @Override
    public Explanations address(PacketQuestion.At target) {
        return explanations(List.of(target.key()), List.of());
    }

    @Override
    public Explanations nodePort(PacketQuestion.NodePort target) {
        List<VirtualServer.Key> keys = Stream.of(Family.values())
                .flatMap(family -> facts.node().node().primary(family).stream())
                .map(ip -> new VirtualServer.Key(ip, target.port(), target.protocol()))
                .toList();
        return explanations(keys, keys.isEmpty() ? List.of("this node has no address yet") : List.of());
    }

    /** Of those that the client has an address for. The others are named. */
    private Explanations explanations(List<VirtualServer.Key> keys, List<String> notes) {
        From client = from.orElse(From.at(Place.POD));
        List<Explanation> packets = new ArrayList<>();
        List<String> all = new ArrayList<>(notes);
        for (VirtualServer.Key to : keys) {
            if (client.speaks(to.vip().family())) {
                packets.add(explanation(client, to));
            } else {
                all.add(to + ": the client has no address of this family");
            }
        }
        return new Explanations(packets, all);
    }

    private Explanation explanation(From of, VirtualServer.Key to) {
        Optional<ServiceView> view =
                facts.ledger().owner(to).map(owner -> facts.tracker().view(owner));
        Optional<Owner> owner = view.flatMap(ServiceView::service).flatMap(service -> owner(service, to));
        KnownClient client = clients.of(of, to.vip());
        PacketPath path = model.connect(client.client(), to);
        Explanation.Endpoints endpoints = new Explanation.Endpoints(
                owner.map(one -> unselected(view.get(), one, to, path)).orElse(Map.of()),
                draining(to, path),
                others(to, path));
        return new Explanation(new Explanation.Packet(client, to, owner), path, endpoints, wish(to));
    }

    private Optional<Owner> owner(ServiceSpec service, VirtualServer.Key to) {
        Stream<ServicePort> ports = service.ports().stream().filter(port -> port.protocol() == to.protocol());
        boolean isOwn = facts.node().has(to.vip());
        return ports.filter(port -> port.port() == to.port() || isOwn && port.nodePort() == to.port())
                .max(Comparator.comparing(port -> isOwn == (port.nodePort() == to.port())))
                .map(port -> new Owner(service, port));
    }

    private Map<RealServer.Key, String> unselected(
            ServiceView view, Owner owner, VirtualServer.Key to, PacketPath path) {
        boolean isByMark =
                path.virtualServer().filter(server -> server.key().isByMark()).isPresent();
        boolean isCluster = owner.service().clusterIps().contains(to.vip());
        boolean isLocal = isCluster
                ? owner.service().policy().internalLocal()
                : owner.service().policy().externalLocal();
        Map<RealServer.Key, String> words = new TreeMap<>();
        PortEndpoints.of(view, owner.port(), to.vip().family(), facts.node())
                .unselected(isLocal && !isByMark)
                .forEach((server, reason) -> words.put(server, reason.words()));
        FailedServers failed =
                failed(path.virtualServer().map(VirtualServer::key).orElse(to));
        if (failed.effect() != FailedServers.Effect.IGNORED) {
            failed.causes().forEach((server, cause) -> words.put(server, "failed its health check: " + cause));
        }
        return words;
    }

    private FailedServers failed(VirtualServer.Key key) {
        return facts.ledger().wanted(key).map(Frontend::failed).orElse(FailedServers.NONE);
    }

    /** The failed servers of a virtual server that are served in spite of it; empty without one. */
    private Optional<String> ignoredFailures(VirtualServer.Key key) {
        FailedServers failed = failed(key);
        String servers = failed.causes().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(server -> server.getKey() + ": " + server.getValue())
                .collect(Collectors.joining("; "));
        return failed.causes().isEmpty() || failed.effect() != FailedServers.Effect.IGNORED
                ? Optional.empty()
                : Optional.of(key + ": failed health checks are ignored, because too few servers are healthy ("
                        + servers + ")");
    }

    private List<Draining> draining(VirtualServer.Key to, PacketPath path) {
        VirtualServer.Key key = path.virtualServer().map(VirtualServer::key).orElse(to);
        return facts.objects().drains().of(key).entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(drain -> new Draining(
                        drain.getKey(),
                        Duration.between(drain.getValue(), now),
                        facts.objects().drains().limit(key).orElse(facts.drainTimeout())))
                .toList();
    }

    /** The clients at other places whose packets end differently. */
    private List<Explanation.Other> others(VirtualServer.Key to, PacketPath path) {
        return Stream.of(Place.values())
                .map(place -> clients.of(From.at(place), to.vip()))
                .map(client -> new Explanation.Other(client, model.connect(client.client(), to)))
                .filter(other -> other.path().fate() != path.fate()
                        || !other.path().servers().equals(path.servers()))
                .toList();
    }

    private Wish wish(VirtualServer.Key to) {
        Ledger ledger = facts.ledger();
        Optional<Admission> admission = facts.state().admission(to);
        Map<VirtualServer.Key, Optional<Frontend>> frontends = new HashMap<>();
        frontends.put(to, ledger.wanted(to));
        admission.filter(one -> one.inClusterMark() != 0).ifPresent(one -> {
            VirtualServer.Key byMark = VirtualServer.Key.ofMark(to.vip().family(), one.inClusterMark());
            frontends.put(byMark, ledger.wanted(byMark));
        });
        Reality reality = facts.objects().reality();
        boolean isVip = ledger.isWanted(to.vip())
                || reality.isBound(to.vip()) && reality.filter().isVip(to.vip());
        return new Wish(to, isVip, admission, frontends);
    }
}
