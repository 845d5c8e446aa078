package io.kubeipvs.core.kernel;

import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Answers what happens to a packet, the first of a connection or a later one, given what the kernel holds. */
public final class PacketModel {
    /** Where the first packet of a connection can end. */
    public enum Fate {
        /** The address is not on this node: routed away. */
        NOT_LOCAL,
        /** The node's own ports see it. */
        NODE,
        /** The asker is told at once that nobody is there. */
        REFUSED,
        /** Nothing comes of it. */
        DROPPED,
        /** One of the real servers gets it. */
        SERVED
    }

    /**
     * An asker.
     *
     * @param source its address
     * @param link the link of the node by which it asks; "" for a process of the node
     */
    public record Asker(Ip source, String link) {
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
     * What comes of asking.
     *
     * @param servers those who may answer; empty unless served
     * @param isMasqueraded whether they see the node's address in the place of the asker's; the asker itself, led to
     *     itself, does whatever this says
     */
    public record Answer(Fate fate, Set<RealServer.Key> servers, boolean isMasqueraded) {
        static Answer of(Fate fate) {
            return new Answer(fate, Set.of(), false);
        }
    }

    private final KernelState state;
    private final Set<Ip> nodeAddresses;

    /** @param nodeAddresses those on the node's other links */
    public PacketModel(KernelState state, Set<Ip> nodeAddresses) {
        this.state = state;
        this.nodeAddresses = nodeAddresses;
    }

    /** What happens to a new connection to this address and port. */
    public Answer ask(Asker asker, VirtualServer.Key key) {
        FilterState filter = state.filter();
        boolean isGuarded = filter.addresses(AddressSet.VIPS).contains(key.vip());
        if (!state.vips().contains(key.vip()) && !nodeAddresses.contains(key.vip())) {
            boolean isUnassigned = !isGuarded
                    && filter.surroundings().serviceRanges().stream().anyMatch(range -> range.contains(key.vip()));
            return Answer.of(isUnassigned ? Fate.REFUSED : Fate.NOT_LOCAL);
        }
        Admission admission = filter.admissions().get(key);
        if (admission == null) {
            return isGuarded ? Answer.of(Fate.REFUSED) : led(key, false);
        }
        boolean isAllowed = admission
                .sources()
                .map(sources -> sources.stream().anyMatch(range -> range.contains(asker.source())))
                .orElse(true);
        return isAllowed ? admitted(asker, key, admission) : Answer.of(Fate.DROPPED);
    }

    private Answer admitted(Asker asker, VirtualServer.Key key, Admission admission) {
        boolean toInside = isInside(asker) && admission.kind().isSplit() && admission.insideMark() != 0;
        if (toInside) {
            VirtualServer.Key byMark = VirtualServer.Key.ofMark(key.vip().family(), admission.insideMark());
            // ip_vs_service_find() takes the one by address where there is none by mark.
            return led(state.frontends().containsKey(byMark) ? byMark : key, true);
        }
        return switch (admission.kind()) {
            case CLUSTER -> led(key, !isKept(asker));
            case EXTERNAL, TURNING -> led(key, true);
            case LOCAL -> led(key, false);
            case NO_LOCAL -> isInside(asker) ? led(key, false) : Answer.of(Fate.DROPPED);
            case REFUSE -> Answer.of(Fate.REFUSED);
        };
    }

    private boolean isInside(Asker asker) {
        Surroundings around = state.filter().surroundings();
        return asker.isProcess() || asker.isOf(around.pods(), around.podLinks());
    }

    private boolean isKept(Asker asker) {
        Surroundings around = state.filter().surroundings();
        return !asker.isProcess() && asker.isOf(around.kept(), around.keptLinks());
    }

    private Answer led(VirtualServer.Key key, boolean isMasqueraded) {
        if (!state.frontends().containsKey(key)) {
            return Answer.of(Fate.NODE);
        }
        Set<RealServer.Key> servers = servers(key);
        return servers.isEmpty() ? Answer.of(Fate.REFUSED) : new Answer(Fate.SERVED, servers, isMasqueraded);
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

    /** What happens to a new connection from outside, as far as addresses and ports go. */
    public Fate fate(Ip vip, int port, Protocol protocol) {
        return ask(
                        new Asker(Ip.parse(vip.family().bits() == 32 ? "198.51.100.1" : "2001:db8::99"), "eth0"),
                        new VirtualServer.Key(vip, port, protocol))
                .fate();
    }

    /** The real servers that may get it. */
    public Set<RealServer.Key> servers(Ip vip, int port, Protocol protocol) {
        return servers(new VirtualServer.Key(vip, port, protocol));
    }
}
