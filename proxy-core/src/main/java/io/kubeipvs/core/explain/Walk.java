package io.kubeipvs.core.explain;

import io.kubeipvs.core.explain.Step.Stage;
import io.kubeipvs.core.kernel.AddressSet;
import io.kubeipvs.core.kernel.Admission;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.Mark;
import io.kubeipvs.core.kernel.NodeFilterConfig;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Ip;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One packet on its way. Follows the rules of the packet filter (docs/packet-path.md), and {@code ip_vs_service_find()}. */
final class Walk {
    private final PacketState state;
    private final Set<Ip> nodeAddresses;
    private final Client client;
    private final VirtualServer.Key key;
    private final List<Step> steps = new ArrayList<>();

    Walk(PacketState state, Set<Ip> nodeAddresses, Client client, VirtualServer.Key key) {
        this.state = state;
        this.nodeAddresses = nodeAddresses;
        this.client = client;
        this.key = key;
    }

    /** The source address that endpoints see. */
    private enum Source {
        /** The client's own. */
        CLIENT,
        /** The node's. */
        NODE,
        /** The client's own at endpoints of this node, the node's at others. */
        TRANSIT
    }

    PacketPath path() {
        Ip vip = key.vip();
        boolean isBound = state.isBound(vip);
        if (!isBound && !nodeAddresses.contains(vip)) {
            return away();
        }
        add(Stage.ADDRESS, vip + (isBound ? " is a VIP of this node" : " is an address of this node"));
        return state.admission(key).map(this::asked).orElseGet(this::unserved);
    }

    /** The address is on no link of this node. */
    private PacketPath away() {
        Ip vip = key.vip();
        boolean isUnassigned = !state.contains(AddressSet.VIPS, vip)
                && config().serviceRanges().stream().anyMatch(range -> range.contains(vip));
        if (isUnassigned) {
            return end(Fate.REFUSED, Stage.ADDRESS, vip + " is a cluster address of no Service: refused at once");
        }
        return end(Fate.NOT_LOCAL, Stage.ADDRESS, vip + " is no address of this node: routed away as any other packet");
    }

    /** The port of no Service. */
    private PacketPath unserved() {
        if (state.contains(AddressSet.VIPS, key.vip())) {
            return end(
                    Fate.REFUSED,
                    Stage.FILTER,
                    "no Service has " + port()
                            + " on this VIP: refused at once; the node's own ports are closed on VIPs");
        }
        if (state.frontend(key).isPresent()) {
            add(Stage.FILTER, "no Service has " + port() + " on this address; another program made the virtual server");
        }
        return led(key, Source.CLIENT);
    }

    private String port() {
        return key.protocol() + " port " + key.port();
    }

    private PacketPath asked(Admission admission) {
        if (admission.sources().isPresent()) {
            Set<Cidr> allowed = admission.sources().get();
            Optional<Cidr> range = allowed.stream()
                    .filter(one -> one.contains(client.source()))
                    .findFirst();
            String by = allowed.stream().sorted().map(Cidr::toString).collect(Collectors.joining(", "));
            if (range.isEmpty()) {
                return end(
                        Fate.DROPPED,
                        Stage.CLIENT,
                        "no range of loadBalancerSourceRanges contains " + client.source() + ": dropped; allowed: "
                                + by);
            }
            add(Stage.CLIENT, "loadBalancerSourceRanges: " + range.get() + " allows " + client.source());
        }
        return state.isPaused(key) ? paused() : admitted(admission);
    }

    private PacketPath paused() {
        return end(
                Fate.PAUSED,
                Stage.FILTER,
                "the scheduler changes at this moment: dropped, and the client's next try is served");
    }

    private PacketPath admitted(Admission admission) {
        if (isInCluster() && admission.kind().isSplit() && admission.inClusterMark() != 0) {
            return inside(admission);
        }
        String chain = "chain " + admission.kind().word() + ": ";
        return switch (admission.kind()) {
            case CLUSTER -> cluster(chain);
            case EXTERNAL, TRANSITION -> {
                add(Stage.FILTER, chain + "every client gets this node's source address");
                yield led(key, Source.NODE);
            }
            case LOCAL -> {
                add(Stage.FILTER, chain + "policy Local: an external client gets endpoints of this node");
                yield led(key, Source.CLIENT);
            }
            case NO_LOCAL -> noLocal(chain);
            case REFUSE -> end(Fate.REFUSED, Stage.FILTER, chain + "no endpoint may get it: refused at once");
            case HEALTH_CHECK ->
                end(
                        Fate.NODE,
                        Stage.FILTER,
                        "the port of the health check: kube-ipvs answers at the node's own address");
        };
    }

    private PacketPath inside(Admission admission) {
        VirtualServer.Key byMark = VirtualServer.Key.ofMark(key.vip().family(), admission.inClusterMark());
        add(
                Stage.FILTER,
                "chain " + admission.kind().word() + ": a pod or process of this node gets all endpoints, by mark "
                        + Mark.text(admission.inClusterMark()));
        if (state.isPaused(byMark)) {
            return paused();
        }
        // ip_vs_service_find() takes the one by address where there is none by mark.
        return led(state.frontend(byMark).isPresent() ? byMark : key, Source.NODE);
    }

    private PacketPath cluster(String chain) {
        if (isTransit()) {
            add(Stage.FILTER, chain + "a pod of another host keeps its address at endpoints of this node");
            return led(key, Source.TRANSIT);
        }
        if (isKept()) {
            add(Stage.FILTER, chain + "this client keeps its address");
            return led(key, Source.CLIENT);
        }
        String who = client.isProcess() ? "a process of this node" : "a client that is no pod";
        add(Stage.FILTER, chain + who + " gets this node's source address");
        return led(key, Source.NODE);
    }

    private PacketPath noLocal(String chain) {
        if (isInCluster()) {
            return led(key, Source.CLIENT);
        }
        return end(
                Fate.DROPPED,
                Stage.FILTER,
                chain + "policy Local, and no endpoint is on this node: dropped, another node serves this client");
    }

    private boolean isInCluster() {
        NodeFilterConfig config = config();
        boolean isPodHere = client.isIn(config.pods()) && !isOfAnotherHost();
        return client.isProcess() || isPodHere || client.isBy(config.podLinks());
    }

    private boolean isOfAnotherHost() {
        return config().uplinks().contains(client.link());
    }

    private boolean isTransit() {
        return isKept() && !client.isBy(config().keptLinks()) && isOfAnotherHost();
    }

    private boolean isKept() {
        return !client.isProcess() && (client.isIn(config().kept()) || client.isBy(config().keptLinks()));
    }

    /** IPVS has the packet. */
    private PacketPath led(VirtualServer.Key found, Source source) {
        Optional<Frontend> frontend = state.frontend(found);
        if (frontend.isEmpty()) {
            return end(
                    Fate.NODE,
                    Stage.IPVS,
                    "no virtual server: a process of this node gets it, if one waits at this port");
        }
        VirtualServer server = frontend.get().virtualServer();
        List<Target> targets = frontend.get().realServers().values().stream()
                .filter(one -> !one.isQuiet())
                .sorted((one, other) -> one.key().compareTo(other.key()))
                .map(one -> new Target(one, isMasqueraded(one.key(), source)))
                .toList();
        if (targets.isEmpty()) {
            String refusal = "virtual server " + found + " has no real server for new connections: refused at once";
            add(Stage.IPVS, refusal);
            return new PacketPath(steps, Fate.REFUSED, Optional.of(server), List.of());
        }
        add(Stage.IPVS, "virtual server " + found + ", scheduler " + server.scheduler() + affinity(server));
        add(
                Stage.SOURCE,
                SourceText.of(
                        client, targets, config().nodeAddresses(), key.vip().family()));
        return new PacketPath(steps, Fate.SERVED, Optional.of(server), targets);
    }

    /** A virtual server by mark has session affinity by its scheduler, which hashes the client's address. */
    private String affinity(VirtualServer server) {
        if (server.timeoutSeconds() > 0) {
            return "; a client stays with its real server for " + server.timeoutSeconds() + " s";
        }
        boolean isHashed = server.key().isByMark()
                && state.frontend(key)
                        .filter(one -> one.virtualServer().timeoutSeconds() > 0)
                        .isPresent();
        return isHashed ? "; a client stays with its real server while the real servers stay the same" : "";
    }

    private boolean isMasqueraded(RealServer.Key server, Source source) {
        boolean isHome = state.contains(AddressSet.HAIRPINS, server.address());
        // A packet that stays on the node is not sent out, and keeps its source (ip_vs_nat_xmit).
        boolean isSent = !nodeAddresses.contains(server.address());
        boolean isHairpin = isHome && server.address().equals(client.source());
        return isHairpin || source == Source.NODE && isSent || source == Source.TRANSIT && isSent && !isHome;
    }

    private NodeFilterConfig config() {
        return state.config();
    }

    private void add(Stage stage, String finding) {
        steps.add(new Step(stage, finding));
    }

    private PacketPath end(Fate fate, Stage stage, String finding) {
        add(stage, finding);
        return new PacketPath(steps, fate, Optional.empty(), List.of());
    }
}
