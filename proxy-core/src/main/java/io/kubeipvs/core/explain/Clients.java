package io.kubeipvs.core.explain;

import io.kubeipvs.core.explain.From.Place;
import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds out how the packet filter sees a client: by its address, or an example for a place. The packets of pods of other
 * hosts and of external clients arrive by an uplink.
 */
final class Clients {
    /** The link of a pod where its name does not matter. */
    private static final String POD_LINK = "pod";

    private static final String UPLINK = "uplink";

    /** Of the ranges for documentation (RFC 5737, RFC 3849), in which there is no real client. */
    private static final Set<Ip> EXTERNAL = Set.of(Ip.parse("198.51.100.1"), Ip.parse("2001:db8::1"));

    private final Explainer.Facts facts;

    Clients(Explainer.Facts facts) {
        this.facts = facts;
    }

    /** The client of a packet to this address, of whose family it is. */
    KnownClient of(From from, Ip to) {
        return from.address(to.family()).map(ip -> at(ip, to)).orElseGet(() -> example(from.place(), to));
    }

    private KnownClient example(Place place, Ip to) {
        return switch (place) {
            case NODE -> process(to);
            case POD -> pod(podAddress(to.family()), "a pod of this node");
            case OUTSIDE -> external(of(EXTERNAL, to.family()).orElseThrow());
        };
    }

    private KnownClient at(Ip address, Ip to) {
        if (facts.node().has(address)) {
            return process(to);
        }
        Optional<String> host = host(address);
        boolean isHere = host.filter(facts.node().node().name()::equals).isPresent()
                || contains(facts.node().node().podCidrs(), address);
        if (isHere) {
            return pod(address, "a pod of this node");
        }
        boolean isPod = host.isPresent() || contains(facts.config().pods(), address);
        boolean isElsewhere = host.isPresent()
                || of(ranges(facts.node().node().podCidrs()), address.family()).isPresent();
        if (isPod && isElsewhere) {
            return new KnownClient(new Client(address, uplink()), "a pod of another node");
        }
        return isPod ? pod(address, "a pod, taken as one of this node") : external(address);
    }

    /** The node of the endpoint with this address, if there is one. */
    private Optional<String> host(Ip address) {
        return facts.tracker().slices().stream()
                .flatMap(slice -> slice.endpoints().stream())
                .filter(endpoint -> endpoint.address().equals(address)
                        && !endpoint.nodeName().isEmpty())
                .map(endpoint -> endpoint.nodeName())
                .findFirst();
    }

    /** A process of this node that connects to a VIP has the VIP as its source, for the kernel. */
    private KnownClient process(Ip to) {
        Ip source = facts.state().isBound(to)
                ? to
                : facts.node().node().primary(to.family()).orElse(to);
        return new KnownClient(Client.process(source), "a process of this node");
    }

    private KnownClient pod(Ip address, String words) {
        String link = facts.config().podLinks().stream().findFirst().orElse(POD_LINK);
        return new KnownClient(new Client(address, link.replace("*", "0")), words);
    }

    private KnownClient external(Ip address) {
        return new KnownClient(new Client(address, uplink()), "an external client");
    }

    private String uplink() {
        return facts.config().uplinks().stream().findFirst().orElse(UPLINK);
    }

    /** The first address of the node's range of pods, or of the cluster's, that no endpoint of this node has. */
    private Ip podAddress(Family family) {
        Optional<Ip> first = of(
                Stream.concat(
                                ranges(facts.node().node().podCidrs()).stream(),
                                ranges(facts.config().pods()).stream())
                        .toList(),
                family);
        Ip address = first.orElseGet(() -> of(EXTERNAL, family).orElseThrow());
        do {
            address = Ip.of(family, address.high(), address.low() + 1);
        } while (facts.ledger().isHairpin(address));
        return address;
    }

    private static Collection<Ip> ranges(Collection<Cidr> ranges) {
        return ranges.stream().map(Cidr::network).toList();
    }

    private static Optional<Ip> of(Collection<Ip> addresses, Family family) {
        return addresses.stream().filter(ip -> ip.family() == family).findFirst();
    }

    private static boolean contains(Collection<Cidr> ranges, Ip address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }
}
