package io.kubeipvs.daemon.kernel.translation;

import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.ipvs.ForwardMethod;
import io.kubeipvs.netlink.ipvs.IpvsDestination;
import io.kubeipvs.netlink.ipvs.IpvsService;

/** The core's values as netlink's. */
public final class ToNetlink {
    private ToNetlink() {}

    public static Address address(Ip ip) {
        return new Address(family(ip.family()), ip.high(), ip.low());
    }

    public static Family family(io.kubeipvs.core.model.Family family) {
        return family == io.kubeipvs.core.model.Family.IPV4 ? Family.V4 : Family.V6;
    }

    public static IpvsService.Key key(VirtualServer.Key key) {
        if (key.isByMark()) {
            return new IpvsService.MarkKey(family(key.vip().family()), key.mark());
        }
        return new IpvsService.AddressKey(
                address(key.vip()), key.port(), key.protocol().number());
    }

    public static IpvsService service(VirtualServer server) {
        IpvsService service = new IpvsService(key(server.key()), server.scheduler())
                .withFlags(server.flags() & ~VirtualServer.FLAG_PERSISTENT);
        boolean sticky = (server.flags() & VirtualServer.FLAG_PERSISTENT) != 0;
        if (!sticky) {
            return service;
        }
        return server.persistencePrefix() == 0
                ? service.withPersistence(server.timeoutSeconds())
                : service.withPersistence(server.timeoutSeconds(), server.persistencePrefix());
    }

    public static IpvsDestination.Key key(RealServer.Key key) {
        return new IpvsDestination.Key(address(key.address()), key.port());
    }

    public static IpvsDestination destination(RealServer server) {
        return new IpvsDestination(key(server.key()), server.weight(), ForwardMethod.MASQUERADE)
                .withThresholds(server.limits().max(), server.limits().min());
    }
}
