package io.kubeipvs.daemon.kernel.translation;

import io.kubeipvs.core.kernel.ConnectionLimits;
import io.kubeipvs.core.kernel.Mark;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.ipvs.IpvsDestination;
import io.kubeipvs.netlink.ipvs.IpvsService;
import java.util.Arrays;
import java.util.Optional;

/** Netlink's values as the core's. */
public final class FromNetlink {
    private FromNetlink() {}

    public static io.kubeipvs.core.model.Family family(Family family) {
        return family == Family.V4 ? io.kubeipvs.core.model.Family.IPV4 : io.kubeipvs.core.model.Family.IPV6;
    }

    public static Ip ip(Address address) {
        return Ip.of(family(address.family()), address.hi(), address.lo());
    }

    /**
     * The virtual server; empty for one that no Service can want, such as "every port" or one by a mark that is not
     * ours: it belongs to another program.
     */
    public static Optional<VirtualServer> virtualServer(IpvsService service) {
        return key(service.key()).map(ours -> virtualServer(ours, service));
    }

    private static VirtualServer virtualServer(VirtualServer.Key key, IpvsService service) {
        return service.persistence()
                .map(stay -> new VirtualServer(
                        key,
                        service.scheduler(),
                        service.flags() | VirtualServer.FLAG_PERSISTENT,
                        stay.timeoutSeconds(),
                        prefix(service.key().family(), stay.prefixLength())))
                .orElseGet(() -> new VirtualServer(key, service.scheduler(), service.flags(), 0));
    }

    /** The whole address is 0, as in the core. */
    private static int prefix(Family family, int length) {
        return length == family.bits() ? 0 : length;
    }

    private static Optional<VirtualServer.Key> key(IpvsService.Key key) {
        if (key instanceof IpvsService.MarkKey byMark) {
            return Mark.isOurs(byMark.mark())
                    ? Optional.of(VirtualServer.Key.ofMark(family(byMark.family()), byMark.mark()))
                    : Optional.empty();
        }
        return byAddress((IpvsService.AddressKey) key);
    }

    private static Optional<VirtualServer.Key> byAddress(IpvsService.AddressKey key) {
        return Arrays.stream(Protocol.values())
                .filter(protocol -> protocol.number() == key.protocol() && key.port() != 0)
                .findFirst()
                .map(protocol -> new VirtualServer.Key(ip(key.address()), key.port(), protocol));
    }

    /** The real server; empty for one without a port of its own, which only a foreign virtual server can have. */
    public static Optional<RealServer> realServer(IpvsDestination destination) {
        if (destination.key().port() == 0) {
            return Optional.empty();
        }
        RealServer.Key key = new RealServer.Key(
                ip(destination.key().address()), destination.key().port());
        ConnectionLimits limits = destination.upperThreshold() == 0 && destination.lowerThreshold() == 0
                ? ConnectionLimits.NONE
                : new ConnectionLimits(destination.upperThreshold(), destination.lowerThreshold());
        return Optional.of(new RealServer(key, destination.weight(), limits));
    }
}
