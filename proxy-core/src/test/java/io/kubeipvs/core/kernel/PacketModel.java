package io.kubeipvs.core.kernel;

import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The way of a packet, the first of a connection or a later one, in a given state of the kernel. */
public final class PacketModel {
    /** Where the first packet of a connection can end. */
    public enum Fate {
        /** The address is not on this node: routed away. */
        NOT_LOCAL,
        /** The node's own ports see it. */
        NODE,
        /** The client gets a refusal at once. */
        REFUSED,
        /** The packet is dropped, and further packets of this client are too. */
        DROPPED,
        /** The packet is dropped while a scheduler changes. The client sends it again. */
        PAUSED,
        /** One of the real servers gets it. */
        SERVED
    }

    /**
     * A client.
     *
     * @param source its address
     * @param link the link of the node by which its packets arrive; "" for a process of the node
     */
    public record Client(Ip source, String link) {
        boolean isProcess() {
            return link.isEmpty();
        }

        private boolean isOf(Set<Cidr> ranges, Set<String> links) {
            return ranges.stream().anyMatch(range -> range.contains(source))
                    || links.stream().anyMatch(this::isBy);
        }

        private boolean isBy(String name) {
            return name.endsWith("*") ? link.startsWith(name.substring(0, name.length() - 1)) : link.equals(name);
        }
    }

    /**
     * The way of a new connection.
     *
     * @param servers the real servers that may get it; empty unless served
     * @param isMasqueraded whether they see the node's address instead of the client's; a client that reaches itself always
     *     does
     * @param isInTransit whether those on other hosts see the node's address
     */
    public record Answer(Fate fate, Set<RealServer.Key> servers, boolean isMasqueraded, boolean isInTransit) {
        static Answer of(Fate fate) {
            return new Answer(fate, Set.of(), false, false);
        }

        private Answer inTransit() {
            return new Answer(fate, servers, isMasqueraded, true);
        }
    }

    private final KernelState state;
    private final Set<Ip> nodeAddresses;

    private final Set<VirtualServer.Key> paused;

    /** @param nodeAddresses the addresses on the node's other links */
    public PacketModel(KernelState state, Set<Ip> nodeAddresses) {
        this(state, nodeAddresses, Set.of());
    }

    /**
     * @param nodeAddresses the addresses on the node's other links
     * @param paused the virtual servers of which new connections are paused
     */
    public PacketModel(KernelState state, Set<Ip> nodeAddresses, Set<VirtualServer.Key> paused) {
        this.state = state;
        this.nodeAddresses = nodeAddresses;
        this.paused = paused;
    }

    /** The way of a new connection to this address and port. */
    public Answer connect(Client client, VirtualServer.Key key) {
        FilterState filter = state.filter();
        boolean isGuarded = filter.addresses(AddressSet.VIPS).contains(key.vip());
        if (!state.vips().contains(key.vip()) && !nodeAddresses.contains(key.vip())) {
            boolean isUnassigned =
                    !isGuarded && filter.config().serviceRanges().stream().anyMatch(range -> range.contains(key.vip()));
            return Answer.of(isUnassigned ? Fate.REFUSED : Fate.NOT_LOCAL);
        }
        Admission admission = filter.admissions().get(key);
        if (admission == null) {
            return isGuarded ? Answer.of(Fate.REFUSED) : led(key, false);
        }
        boolean isAllowed = admission
                .sources()
                .map(sources -> sources.stream().anyMatch(range -> range.contains(client.source())))
                .orElse(true);
        if (!isAllowed) {
            return Answer.of(Fate.DROPPED);
        }
        return paused.contains(key) ? Answer.of(Fate.PAUSED) : admitted(client, key, admission);
    }

    private Answer admitted(Client client, VirtualServer.Key key, Admission admission) {
        boolean hasMark = isInCluster(client) && admission.kind().isSplit() && admission.inClusterMark() != 0;
        if (hasMark) {
            VirtualServer.Key byMark = VirtualServer.Key.ofMark(key.vip().family(), admission.inClusterMark());
            // ip_vs_service_find() takes the one by address where there is none by mark.
            VirtualServer.Key chosen = state.frontends().containsKey(byMark) ? byMark : key;
            return paused.contains(byMark) ? Answer.of(Fate.PAUSED) : led(chosen, true);
        }
        return switch (admission.kind()) {
            case CLUSTER -> isTransit(client) ? led(key, false).inTransit() : led(key, !isKept(client));
            case EXTERNAL, TRANSITION -> led(key, true);
            case LOCAL -> led(key, false);
            case NO_LOCAL -> isInCluster(client) ? led(key, false) : Answer.of(Fate.DROPPED);
            case REFUSE -> Answer.of(Fate.REFUSED);
            case HEALTH_CHECK -> Answer.of(Fate.NODE);
        };
    }

    private boolean isInCluster(Client client) {
        NodeFilterConfig config = state.filter().config();
        boolean isPodHere = client.isOf(config.pods(), Set.of()) && !isOfAnotherHost(client);
        return client.isProcess() || isPodHere || client.isOf(Set.of(), config.podLinks());
    }

    private boolean isOfAnotherHost(Client client) {
        return state.filter().config().uplinks().contains(client.link());
    }

    private boolean isTransit(Client client) {
        NodeFilterConfig config = state.filter().config();
        boolean isByLink = client.isOf(Set.of(), config.keptLinks());
        return isKept(client) && !isByLink && isOfAnotherHost(client);
    }

    private boolean isKept(Client client) {
        NodeFilterConfig config = state.filter().config();
        return !client.isProcess() && client.isOf(config.kept(), config.keptLinks());
    }

    private Answer led(VirtualServer.Key key, boolean isMasqueraded) {
        if (!state.frontends().containsKey(key)) {
            return Answer.of(Fate.NODE);
        }
        Set<RealServer.Key> servers = servers(key);
        return servers.isEmpty() ? Answer.of(Fate.REFUSED) : new Answer(Fate.SERVED, servers, isMasqueraded, false);
    }

    /** Whether an established connection's packets still get through, in both directions. */
    public boolean goesOn(Connection connection) {
        Ip vip = connection.virtualServer().vip();
        Frontend frontend = state.frontends().get(connection.virtualServer());
        boolean arrives =
                connection.virtualServer().isByMark() || state.vips().contains(vip) || nodeAddresses.contains(vip);
        return arrives && frontend != null && frontend.realServers().containsKey(connection.realServer());
    }

    /** The real servers of this virtual server that take new connections. */
    public Set<RealServer.Key> servers(VirtualServer.Key key) {
        Frontend frontend = state.frontends().get(key);
        Map<RealServer.Key, RealServer> all = frontend == null ? Map.of() : frontend.realServers();
        return all.values().stream()
                .filter(server -> server.weight() > 0)
                .map(RealServer::key)
                .collect(Collectors.toSet());
    }

    /** The way of a new connection of an external client, as far as addresses and ports go. */
    public Fate fate(Ip vip, int port, Protocol protocol) {
        return connect(
                        new Client(Ip.parse(vip.family().bits() == 32 ? "198.51.100.1" : "2001:db8::99"), "eth0"),
                        new VirtualServer.Key(vip, port, protocol))
                .fate();
    }

    /** The real servers that may get it. */
    public Set<RealServer.Key> servers(Ip vip, int port, Protocol protocol) {
        return servers(new VirtualServer.Key(vip, port, protocol));
    }
}
