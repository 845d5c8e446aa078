package io.kubeipvs.daemon.kernel;

import io.kubeipvs.core.model.Ip;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.RefusedException;
import io.kubeipvs.netlink.route.AddressFlag;
import io.kubeipvs.netlink.route.Link;
import io.kubeipvs.netlink.route.LinkAddress;
import io.kubeipvs.netlink.route.RouteClient;
import io.kubeipvs.netlink.route.RouteEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The addresses on every link but that of the VIPs: listed once, then moved along by events. For one thread. */
final class LinkAddresses {
    private static final int NONE = -1;

    private final Map<Integer, Set<Ip>> ofLink = new HashMap<>();
    private final Fold fold = new Fold();
    private int vipLink = NONE;

    /** Forgets everything and lists anew. */
    void list(RouteClient client) throws NetlinkException {
        ofLink.clear();
        vipLink = NONE;
        for (Link link : client.links()) {
            if (link.name().equals(VipDoor.LINK)) {
                vipLink = link.index();
            } else {
                listLink(link, client);
            }
        }
    }

    private void listLink(Link link, RouteClient client) throws NetlinkException {
        try {
            client.addresses(link.index()).forEach(this::put);
        } catch (RefusedException e) {
            if (!e.errno().equals(Errno.ENODEV)) {
                throw e;
            }
            ofLink.remove(link.index()); // it went in between
        }
    }

    /** Takes an event over. Returns whether all is to be listed again, because some were lost. */
    boolean follow(RouteEvent event) {
        return event.on(fold);
    }

    /** Every address, each once. */
    Set<Ip> all() {
        Set<Ip> all = new HashSet<>();
        ofLink.values().forEach(all::addAll);
        return all;
    }

    private void put(LinkAddress address) {
        boolean elsewhere = (address.flags() & AddressFlag.DUPLICATE) != 0;
        if (address.linkIndex() != vipLink && !elsewhere) {
            ofLink.computeIfAbsent(address.linkIndex(), l -> new HashSet<>()).add(FromNetlink.ip(address.address()));
        }
    }

    private final class Fold implements RouteEvent.Cases<Boolean> {
        @Override
        public Boolean linkChanged(RouteEvent.LinkChanged event) {
            int index = event.link().index();
            boolean isVipLink = event.link().name().equals(VipDoor.LINK);
            if (isVipLink) {
                vipLink = index;
                ofLink.remove(index);
                return false;
            }
            return index == vipLink; // it got another name, and its addresses are the node's own now
        }

        @Override
        public Boolean linkRemoved(RouteEvent.LinkRemoved event) {
            ofLink.remove(event.link().index());
            if (event.link().index() == vipLink) {
                vipLink = NONE;
            }
            return false;
        }

        @Override
        public Boolean addressChanged(RouteEvent.AddressChanged event) {
            put(event.address());
            return false;
        }

        @Override
        public Boolean addressRemoved(RouteEvent.AddressRemoved event) {
            LinkAddress gone = event.address();
            ofLink.computeIfPresent(gone.linkIndex(), (link, ips) -> {
                ips.remove(FromNetlink.ip(gone.address()));
                return ips.isEmpty() ? null : ips;
            });
            return false;
        }

        @Override
        public Boolean lost(RouteEvent.Lost event) {
            return true;
        }
    }
}
