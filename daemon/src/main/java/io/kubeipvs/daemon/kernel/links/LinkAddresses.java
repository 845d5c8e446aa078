package io.kubeipvs.daemon.kernel.links;

import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.daemon.kernel.translation.FromNetlink;
import io.kubeipvs.netlink.route.AddressFlag;
import io.kubeipvs.netlink.route.Link;
import io.kubeipvs.netlink.route.LinkAddress;
import io.kubeipvs.netlink.route.RouteEvent;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The addresses on every link except the link of the VIPs, and the addresses that stand for the node: a list, and the
 * events since. For one thread.
 */
final class LinkAddresses {
    private static final int NONE = -1;

    /** {@code RT_SCOPE_UNIVERSE} of {@code include/uapi/linux/rtnetlink.h}. */
    private static final int SCOPE_GLOBAL = 0;

    /** Flags of addresses that the kernel does not choose as a source by itself. */
    private static final int NOT_CHOSEN =
            AddressFlag.SECONDARY | AddressFlag.DEPRECATED | AddressFlag.TENTATIVE | AddressFlag.DUPLICATE;

    /** By link, in the order in which they were added. */
    private final Map<Integer, Map<Ip, LinkAddress>> onLink = new HashMap<>();

    private final Map<Integer, Link> links = new HashMap<>();
    private final Follower follower = new Follower();
    private int vipLink = NONE;

    /**
     * The picture at one moment. An address of a link that is not in the list is skipped: that link is younger than the
     * list, so events follow about both.
     */
    static LinkAddresses of(List<Link> links, List<LinkAddress> addresses) {
        LinkAddresses all = new LinkAddresses();
        links.forEach(link -> {
            if (link.name().equals(VipLink.NAME)) {
                all.vipLink = link.index();
            } else {
                all.links.put(link.index(), link);
            }
        });
        addresses.stream()
                .filter(address -> all.links.containsKey(address.linkIndex()))
                .forEach(all::put);
        return all;
    }

    /** Applies an event. Returns whether everything must be listed again, because events are missing. */
    boolean follow(RouteEvent event) {
        return event.on(follower);
    }

    /** Every address, each once. */
    Set<Ip> all() {
        Set<Ip> all = new HashSet<>();
        onLink.values().forEach(addresses -> all.addAll(addresses.keySet()));
        return all;
    }

    /**
     * The address that stands for the node on each link, by the link's name: the first that the kernel would choose, one
     * a family. Loopback and links without such an address, as the links of pods, are not included.
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

    private final class Follower implements RouteEvent.Cases<Boolean> {
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
            int link = event.address().linkIndex();
            boolean isKnown = links.containsKey(link) || link == vipLink;
            if (isKnown) {
                put(event.address());
            }
            return !isKnown; // of a link of which no event was seen
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
