package io.kubeipvs.daemon.kernel.ipvs;

import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.daemon.kernel.ipvs.IpvsListing.Flags;
import io.kubeipvs.daemon.kernel.ipvs.IpvsListing.Forwarding;
import io.kubeipvs.daemon.kernel.ipvs.IpvsListing.Persistence;
import io.kubeipvs.daemon.kernel.ipvs.IpvsListing.RealServerEntry;
import io.kubeipvs.daemon.kernel.ipvs.IpvsListing.Traffic;
import io.kubeipvs.daemon.kernel.ipvs.IpvsListing.VirtualServerEntry;
import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.ipvs.ForwardMethod;
import io.kubeipvs.netlink.ipvs.IpvsDestination;
import io.kubeipvs.netlink.ipvs.IpvsDestinationState;
import io.kubeipvs.netlink.ipvs.IpvsInfo;
import io.kubeipvs.netlink.ipvs.IpvsService;
import io.kubeipvs.netlink.ipvs.IpvsServiceState;
import io.kubeipvs.netlink.ipvs.IpvsTraffic;
import io.kubeipvs.netlink.ipvs.IpvsTunnel;
import io.kubeipvs.netlink.ipvs.ServiceFlag;
import io.kubeipvs.netlink.ipvs.TunnelFlag;
import io.kubeipvs.netlink.ipvs.TunnelType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the whole table of IPVS, with counters. */
public final class IpvsLister {
    private static final Map<ForwardMethod, String> METHODS = Map.of(
            ForwardMethod.MASQUERADE, "Masq",
            ForwardMethod.LOCAL, "Local",
            ForwardMethod.TUNNEL, "Tunnel",
            ForwardMethod.DIRECT, "Route",
            ForwardMethod.BYPASS, "Bypass");

    /** Schedulers with names for their flags. */
    private static final List<String> WITH_NAMES = List.of("sh", "mh");

    private IpvsLister() {}

    /**
     * The table of the network namespace of the calling thread. A virtual server that another program removes meanwhile has no
     * real servers.
     *
     * @throws KernelUnavailableException when it cannot be read
     */
    public static IpvsListing read() {
        return IpvsReading.of(client -> {
            IpvsInfo info = client.info();
            List<VirtualServerEntry> entries = new ArrayList<>();
            for (IpvsServiceState state : IpvsOrder.sorted(
                    client.serviceStates(),
                    (one, other) -> IpvsOrder.services(
                            one.service().key(), other.service().key()))) {
                entries.add(
                        entry(state, client.destinationStates(state.service().key())));
            }
            return new IpvsListing(info.version(), info.connectionTableSize(), entries);
        });
    }

    /**
     * The traffic of every virtual server since it was made, by its name: one dump, without the real servers.
     *
     * @throws KernelUnavailableException when it cannot be read
     */
    public static Map<String, Traffic> totals() {
        return IpvsReading.of(client -> {
            Map<String, Traffic> totals = new HashMap<>();
            for (IpvsServiceState state : client.serviceStates()) {
                totals.put(
                        IpvsNames.of(state.service().key()),
                        traffic(state.counters().total()));
            }
            return totals;
        });
    }

    /**
     * The established connections of virtual servers, by their names: a dump of the real servers of each.
     *
     * @param names which ones; those that do not exist are not in the result
     * @throws KernelUnavailableException when they cannot be read
     */
    public static Map<String, Long> activeConnections(Set<String> names) {
        return IpvsReading.of(client -> {
            Map<String, Long> active = new HashMap<>();
            for (IpvsServiceState state : client.serviceStates()) {
                IpvsService.Key key = state.service().key();
                if (names.contains(IpvsNames.of(key))) {
                    active.put(
                            IpvsNames.of(key),
                            client.destinationStates(key).stream()
                                    .mapToLong(IpvsDestinationState::activeConnections)
                                    .sum());
                }
            }
            return active;
        });
    }

    static VirtualServerEntry entry(IpvsServiceState state, List<IpvsDestinationState> destinations) {
        IpvsService service = state.service();
        IpvsService.Key key = service.key();
        Optional<IpvsService.AddressKey> byAddress =
                key instanceof IpvsService.AddressKey one ? Optional.of(one) : Optional.empty();
        return new VirtualServerEntry(
                byAddress.map(one -> IpvsNames.protocol(one.protocol())).orElse("FWM"),
                byAddress.map(one -> IpvsNames.of(one.address(), one.port())).orElse(""),
                key instanceof IpvsService.MarkKey byMark ? byMark.mark() : 0,
                key.family() == Family.V6,
                service.scheduler(),
                flags(service),
                persistence(service),
                traffic(state.counters().total()),
                traffic(state.counters().perSecond()),
                IpvsOrder.sorted(
                                destinations,
                                (one, other) -> IpvsOrder.destinations(
                                        one.destination().key(),
                                        other.destination().key()))
                        .stream()
                        .map(IpvsLister::entry)
                        .toList());
    }

    private static Flags flags(IpvsService service) {
        boolean isNamed = WITH_NAMES.contains(service.scheduler());
        List<String> names = new ArrayList<>();
        if ((service.flags() & ServiceFlag.SCHEDULER_1) != 0) {
            names.add(isNamed ? service.scheduler() + "-fallback" : "flag-1");
        }
        if ((service.flags() & ServiceFlag.SCHEDULER_2) != 0) {
            names.add(isNamed ? service.scheduler() + "-port" : "flag-2");
        }
        if ((service.flags() & ServiceFlag.SCHEDULER_3) != 0) {
            names.add("flag-3");
        }
        return new Flags(names, (service.flags() & ServiceFlag.ONE_PACKET) != 0);
    }

    private static Persistence persistence(IpvsService service) {
        return service.persistence()
                .map(stay -> new Persistence(
                        true, stay.timeoutSeconds(), netmask(stay.netmask()), service.persistenceEngine()))
                .orElse(new Persistence(false, 0, "", service.persistenceEngine()));
    }

    private static String netmask(Address mask) {
        int bits = Long.bitCount(mask.hi()) + Long.bitCount(mask.lo());
        if (bits == mask.family().bits()) {
            return "";
        }
        return mask.family() == Family.V4 ? mask.toString() : Integer.toString(bits);
    }

    private static RealServerEntry entry(IpvsDestinationState state) {
        IpvsDestination destination = state.destination();
        return new RealServerEntry(
                IpvsNames.of(destination.key().address(), destination.key().port()),
                forwarding(destination),
                destination.weight(),
                destination.upperThreshold(),
                destination.lowerThreshold(),
                state.activeConnections(),
                state.inactiveConnections(),
                state.persistentConnections(),
                traffic(state.counters().total()),
                traffic(state.counters().perSecond()));
    }

    private static Forwarding forwarding(IpvsDestination destination) {
        IpvsTunnel tunnel = destination.tunnel();
        boolean isTunnel = destination.forward() == ForwardMethod.TUNNEL;
        return new Forwarding(
                METHODS.get(destination.forward()),
                isTunnel ? tunnel(tunnel.type()) : "",
                tunnel.port(),
                checksum(tunnel.flags()));
    }

    private static String tunnel(int type) {
        return switch (type) {
            case TunnelType.IPIP -> "ipip";
            case TunnelType.GUE -> "gue";
            case TunnelType.GRE -> "gre";
            default -> Integer.toString(type);
        };
    }

    private static String checksum(int flags) {
        return switch (flags) {
            case TunnelFlag.CSUM -> "csum";
            case TunnelFlag.REMCSUM -> "remcsum";
            default -> "nocsum";
        };
    }

    private static Traffic traffic(IpvsTraffic of) {
        return new Traffic(of.connections(), of.packetsIn(), of.packetsOut(), of.bytesIn(), of.bytesOut());
    }
}
