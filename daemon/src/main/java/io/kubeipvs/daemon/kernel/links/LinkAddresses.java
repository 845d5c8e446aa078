package io.kubeipvs.daemon.kernel.links;

import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.daemon.kernel.translation.FromNetlink;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.RefusedException;
import io.kubeipvs.netlink.route.AddressFlag;
import io.kubeipvs.netlink.route.Link;
import io.kubeipvs.netlink.route.LinkAddress;
import io.kubeipvs.netlink.route.RouteClient;
import io.kubeipvs.netlink.route.RouteEvent;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The addresses on every link but that of the VIPs, and those that stand for the node: listed once, then moved along by
 * events. For one thread.
 */
final class LinkAddresses {
    private static final int NONE = -1;

    /** {@code RT_SCOPE_UNIVERSE} of {@code include/uapi/linux/rtnetlink.h}. */
    private static final int SCOPE_GLOBAL = 0;

    /** Those that nothing is to be sent with, or only what asks for it. */
    private static final int NOT_CHOSEN =
            AddressFlag.SECONDARY | AddressFlag.DEPRECATED | AddressFlag.TENTATIVE | AddressFlag.DUPLICATE;

    /** By link, in the order in which they came. */
    private final Map<Integer, Map<Ip, LinkAddress>> onLink = new HashMap<>();

    private final Map<Integer, Link> links = new HashMap<>();
    private final Fold fold = new Fold();
    private int vipLink = NONE;

    /** Forgets everything and lists anew. */
    void list(RouteClient client) throws NetlinkException {
        onLink.clear();
        links.clear();
        vipLink = NONE;
        for (Link link : client.links()) {
            if (link.name().equals(VipLink.NAME)) {
                vipLink = link.index();
            } else {
                listLink(link, client);
            }
        }
    }

    private void listLink(Link link, RouteClient client) throws NetlinkException {
        links.put(link.index(), link);
        try {
            client.addresses(link.index()).forEach(this::put);
        } catch (RefusedException e) {
            if (!e.errno().equals(Errno.ENODEV)) {
                throw e;
            }
            remove(link.index()); // it went in between
        }
    }

    /** Takes an event over. Returns whether all is to be listed again, because some were lost. */
    boolean follow(RouteEvent event) {
        return event.on(fold);
    }

    /** Every address, each once. */
    Set<Ip> all() {
        Set<Ip> all = new HashSet<>();
        onLink.values().forEach(addresses -> all.addAll(addresses.keySet()));
        return all;
    }

    /**
     * The address that stands for the node on each link, by the link's name: the first that the kernel would choose, one
     * a family. Links without one, such as those of pods, and loopback are left out.
     */
    Map<String, Set<Ip>> ofLinks() {
        Map<String, Set<Ip>> ofLinks = new HashMap<>();
        links.values().stream().filter(link -> !link.isLoopback()).forEach(link -> {
            Map<Family, Ip> first = new EnumMap<>(Family.class);
            onLink.getOrDefault(link.index(), Map.of()).forEach((ip, address) -> {
                if (address.scope() == SCOPE_GLOBAL && (address.flags() & NOT_CHOSEN) == 0) {
                    first.putIfAbsent(ip.family(), ip);
                }
            });
            if (!first.isEmpty()) {
                ofLinks.put(link.name(), Set.copyOf(first.values()));
            }
        });
        return ofLinks;
    }

    private void put(LinkAddress address) {
        boolean elsewhere = (address.flags() & AddressFlag.DUPLICATE) != 0;
        if (address.linkIndex() != vipLink && !elsewhere) {
            onLink.computeIfAbsent(address.linkIndex(), l -> new LinkedHashMap<>())
                    .put(FromNetlink.ip(address.address()), address);
        }
    }

    private void remove(int link) {
        onLink.remove(link);
        links.remove(link);
    }

    private final class Fold implements RouteEvent.Cases<Boolean> {
        @Override
        public Boolean linkChanged(RouteEvent.LinkChanged event) {
            int index = event.link().index();
            boolean isVipLink = event.link().name().equals(VipLink.NAME);
            if (isVipLink) {
                vipLink = index;
                remove(index);
                return false;
            }
            links.put(index, event.link());
            return index == vipLink; // it got another name, and its addresses are the node's own now
        }

        @Override
        public Boolean linkRemoved(RouteEvent.LinkRemoved event) {
            remove(event.link().index());
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
            onLink.getOrDefault(gone.linkIndex(), new HashMap<>()).remove(FromNetlink.ip(gone.address()));
            return false;
        }

        @Override
        public Boolean lost(RouteEvent.Lost event) {
            return true;
        }
    }
}
