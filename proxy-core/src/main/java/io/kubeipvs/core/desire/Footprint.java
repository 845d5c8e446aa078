package io.kubeipvs.core.desire;

import io.kubeipvs.core.kernel.Admission;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.servercheck.ServerCheck;
import java.util.ArrayList;
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
 * @param ignored the options that it chooses and that have no effect
 * @param requests its cluster addresses, and the addresses that it requests beyond them
 * @param claim how it claims its virtual servers
 * @param checks the health checks of its endpoints
 */
public record Footprint(
        Map<VirtualServer.Key, Frontend> frontends,
        Map<VirtualServer.Key, Admission> admissions,
        Set<Ip> vips,
        Set<Ip> hairpins,
        List<RefusedAddress> refused,
        Set<Ip> notServed,
        List<IgnoredOption> ignored,
        Requests requests,
        Claim claim,
        Set<ServerCheck> checks) {
    /** The footprint of a Service that does not exist. */
    public static final Footprint NONE = new Builder().build();

    /**
     * The addresses of a Service, served or not.
     *
     * @param clusterAddresses those that the API server assigned
     * @param others those of a load balancer, and external ones
     */
    public record Requests(List<Ip> clusterAddresses, Set<Ip> others) {
        static final Requests NONE = new Requests(List.of(), Set.of());

        public Requests {
            clusterAddresses = List.copyOf(clusterAddresses);
            others = Set.copyOf(others);
        }

        /** As the generated one, and faster: docs/adr/0035. */
        @Override
        public boolean equals(Object other) {
            return other == this
                    || other instanceof Requests that
                            && clusterAddresses.equals(that.clusterAddresses)
                            && others.equals(that.others);
        }
    }

    /**
     * How a Service claims its virtual servers.
     *
     * @param created when the Service was created, in seconds since 1970, 0 = unknown
     * @param kinds the kinds of the addresses of its virtual servers, except cluster addresses
     */
    record Claim(long created, Map<VirtualServer.Key, AddressKind> kinds) {
        static final Claim NONE = new Claim(0, Map.of());

        Claim {
            kinds = Map.copyOf(kinds);
        }

        /** Its claim of one virtual server. */
        Precedence of(VirtualServer.Key key, ServiceName service) {
            return new Precedence(kinds.getOrDefault(key, AddressKind.CLUSTER_IP), created, service);
        }

        /** As the generated one, and faster: docs/adr/0035. */
        @Override
        public boolean equals(Object other) {
            return other == this || other instanceof Claim that && created == that.created && kinds.equals(that.kinds);
        }
    }

    public Footprint {
        frontends = Map.copyOf(frontends);
        admissions = Map.copyOf(admissions);
        vips = Set.copyOf(vips);
        hairpins = Set.copyOf(hairpins);
        refused = List.copyOf(refused);
        notServed = Set.copyOf(notServed);
        ignored = List.copyOf(ignored);
        checks = Set.copyOf(checks);
    }

    /** The kind of the address of one of its virtual servers. One by mark has none of its own, and counts as a cluster address. */
    public AddressKind kind(VirtualServer.Key key) {
        return claim.kinds().getOrDefault(key, AddressKind.CLUSTER_IP);
    }

    /** As the generated one, and faster: docs/adr/0035. */
    @Override
    public boolean equals(Object other) {
        return other == this
                || other instanceof Footprint that
                        && frontends.equals(that.frontends)
                        && admissions.equals(that.admissions)
                        && vips.equals(that.vips)
                        && hairpins.equals(that.hairpins)
                        && refused.equals(that.refused)
                        && notServed.equals(that.notServed)
                        && ignored.equals(that.ignored)
                        && requests.equals(that.requests)
                        && claim.equals(that.claim)
                        && checks.equals(that.checks);
    }

    /** Collects the objects of a footprint by name. */
    static final class Builder {
        private final Map<VirtualServer.Key, Frontend> frontends = new HashMap<>();
        private final Map<VirtualServer.Key, Admission> admissions = new HashMap<>();
        private final Set<Ip> vips = new HashSet<>();
        private final Set<Ip> hairpins = new HashSet<>();
        private final List<RefusedAddress> refused = new ArrayList<>();
        private Set<Ip> notServed = Set.of();
        private final List<IgnoredOption> ignored = new ArrayList<>();
        private Requests requests = Requests.NONE;
        private Set<ServerCheck> checks = Set.of();
        private long created;
        private final Map<VirtualServer.Key, AddressKind> kinds = new HashMap<>();

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
            refused.addAll(addresses);
            return this;
        }

        Builder notServed(Set<Ip> addresses) {
            notServed = addresses;
            return this;
        }

        Builder ignored(List<IgnoredOption> options) {
            ignored.addAll(options);
            return this;
        }

        Builder requests(Requests addresses) {
            requests = addresses;
            return this;
        }

        Builder checks(Set<ServerCheck> ofEndpoints) {
            checks = ofEndpoints;
            return this;
        }

        Builder created(long seconds) {
            created = seconds;
            return this;
        }

        /** The same, unless the key was admitted before. */
        void admitIfNone(VirtualServer.Key key, Admission admission) {
            admissions.putIfAbsent(key, admission);
        }

        /** This virtual server has an address of this kind. */
        Builder kind(VirtualServer.Key key, AddressKind kind) {
            if (kind != AddressKind.CLUSTER_IP) {
                kinds.put(key, kind);
            }
            return this;
        }

        Footprint build() {
            Claim claim = created == 0 && kinds.isEmpty() ? Claim.NONE : new Claim(created, kinds);
            return new Footprint(
                    frontends, admissions, vips, hairpins, refused, notServed, ignored, requests, claim, checks);
        }
    }
}
