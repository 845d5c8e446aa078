package io.kubeipvs.core.desire;

import io.kubeipvs.core.kernel.Admission;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every kernel object that one Service wants.
 *
 * @param frontends its virtual servers with their real servers
 * @param admissions the admission of each virtual server that is found by address
 * @param vips the addresses that must be on the dummy link
 * @param hairpins its endpoints on this node
 * @param refused the addresses that it requests and does not get
 * @param notServed its cluster addresses that a link of this node has
 */
public record Footprint(
        Map<VirtualServer.Key, Frontend> frontends,
        Map<VirtualServer.Key, Admission> admissions,
        Set<Ip> vips,
        Set<Ip> hairpins,
        List<RefusedAddress> refused,
        Set<Ip> notServed) {
    /** The footprint of a Service that does not exist. */
    public static final Footprint NONE = new Builder().build();

    public Footprint {
        frontends = Map.copyOf(frontends);
        admissions = Map.copyOf(admissions);
        vips = Set.copyOf(vips);
        hairpins = Set.copyOf(hairpins);
        refused = List.copyOf(refused);
        notServed = Set.copyOf(notServed);
    }

    /** Collects the objects of a footprint by name. */
    static final class Builder {
        private final Map<VirtualServer.Key, Frontend> frontends = new HashMap<>();
        private final Map<VirtualServer.Key, Admission> admissions = new HashMap<>();
        private final Set<Ip> vips = new HashSet<>();
        private final Set<Ip> hairpins = new HashSet<>();
        private List<RefusedAddress> refused = List.of();
        private Set<Ip> notServed = Set.of();

        /** Adds a virtual server, unless its key was added before. Returns whether it was added. */
        boolean add(Frontend frontend) {
            return frontends.putIfAbsent(frontend.key(), frontend) == null;
        }

        Builder admit(VirtualServer.Key key, Admission admission) {
            admissions.put(key, admission);
            return this;
        }

        Builder vips(Set<Ip> addresses) {
            vips.addAll(addresses);
            return this;
        }

        Builder hairpin(Ip endpoint) {
            hairpins.add(endpoint);
            return this;
        }

        Builder refused(List<RefusedAddress> addresses) {
            refused = addresses;
            return this;
        }

        Builder notServed(Set<Ip> addresses) {
            notServed = addresses;
            return this;
        }

        Footprint build() {
            return new Footprint(frontends, admissions, vips, hairpins, refused, notServed);
        }
    }
}
