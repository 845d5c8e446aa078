package io.kubeipvs.core.desire;

import io.kubeipvs.core.compact.CompactMap;
import io.kubeipvs.core.kernel.Admission;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.KernelObject;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.ServiceName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The desired state: which Services want which kernel object. Two Services may share a VIP; it stays as long as one of
 * them wants it. Of two Services that claim one virtual server one gets it ({@link Precedence}), in whatever order they
 * came, and the other gets it when the first no longer wants it. Used by one thread.
 */
public final class Ledger {
    private final Map<ServiceName, Footprint> footprints = new CompactMap<>();
    private final Claims<VirtualServer.Key> frontends = new Claims<>(this::claim);
    private final Claims<VirtualServer.Key> admissions = new Claims<>(this::claim);
    private final Claims<Ip> vips = new Claims<>(Precedence::byName);
    private final Claims<Ip> hairpins = new Claims<>(Precedence::byName);
    private final AddressRequests requests = new AddressRequests();

    private Precedence claim(VirtualServer.Key key, ServiceName service) {
        return footprints.get(service).claim().of(key, service);
    }

    /** The cluster addresses of all Services, and the other addresses that Services request. */
    public AddressRequests requests() {
        return requests;
    }

    /** Replaces a Service's footprint. Returns the objects of which the desired state may have changed. */
    public ChangedObjects replace(ServiceName service, Footprint after) {
        ChangedObjects changedObjects = new ChangedObjects();
        Footprint before = footprints.getOrDefault(service, Footprint.NONE);
        if (before.equals(after)) {
            return changedObjects;
        }
        if (after.equals(Footprint.NONE)) {
            footprints.remove(service);
        } else {
            footprints.put(service, after);
        }
        requests.replace(service, before.requests(), after.requests());
        if (!before.claim().equals(after.claim())) {
            after.frontends().forEach((key, frontend) -> changedObjects.add(key));
        }
        changedObjects.addAll(frontends.replace(service, before.frontends(), after.frontends()));
        changedObjects.addAll(admissions.replace(service, before.admissions(), after.admissions()));
        changedObjects.addVips(vips.replace(service, before.vips(), after.vips()));
        changedObjects.addHairpins(hairpins.replace(service, before.hairpins(), after.hairpins()));
        return changedObjects;
    }

    /** Whether this is a virtual server of another Service. */
    boolean isOfAnother(VirtualServer.Key key, ServiceName service) {
        return frontends.claimants(key).stream().anyMatch(owner -> !owner.equals(service));
    }

    /** The wanted virtual server with this key; empty when no Service wants one. */
    public Optional<Frontend> wanted(VirtualServer.Key key) {
        return frontends
                .owner(key)
                .map(owner -> footprints.get(owner).frontends().get(key));
    }

    /** The Service that gets the virtual server with this key, or the refusal of its clients; empty when no Service wants one. */
    public Optional<ServiceName> owner(VirtualServer.Key key) {
        return frontends.owner(key).or(() -> admissions.owner(key));
    }

    /** The kernel objects that a Service wants; {@link Footprint#NONE} for one that is not proxied. */
    public Footprint footprint(ServiceName service) {
        return footprints.getOrDefault(service, Footprint.NONE);
    }

    /** The wanted admission of this virtual server; empty without one. */
    public Optional<Admission> admission(VirtualServer.Key key) {
        return admissions
                .owner(key)
                .map(owner -> footprints.get(owner).admissions().get(key));
    }

    /** The wanted virtual servers of a VIP; a copy. */
    public List<VirtualServer.Key> virtualServersOn(Ip vip) {
        return vips.claimants(vip).stream()
                .flatMap(service ->
                        footprints.get(service).frontends().entrySet().stream()) // it would keep its keySet()
                .map(Map.Entry::getKey)
                .filter(key -> key.vip().equals(vip))
                .toList();
    }

    /** Whether some Service wants this address on the dummy link. */
    public boolean isWanted(Ip vip) {
        return vips.owner(vip).isPresent();
    }

    /** Whether this is an endpoint of some Service on this node. */
    public boolean isHairpin(Ip address) {
        return hairpins.owner(address).isPresent();
    }

    /** The conflict over this virtual server; empty when at most one Service claims it. */
    public Optional<Conflict> conflict(VirtualServer.Key key) {
        List<ServiceName> names = frontends.claimants(key);
        return names.size() < 2
                ? Optional.empty()
                : Optional.of(new Conflict(key, names.get(0), names.subList(1, names.size())));
    }

    /** Gives every Service with the objects that it wants. */
    public void forEach(BiConsumer<ServiceName, ChangedObjects> consumer) {
        footprints.forEach((service, footprint) -> {
            ChangedObjects objects = new ChangedObjects();
            footprint.frontends().forEach((key, frontend) -> objects.add(key)); // a set of keys would stay in memory
            footprint.admissions().forEach((key, admission) -> objects.add(key));
            objects.addVips(footprint.vips());
            objects.addHairpins(footprint.hairpins());
            consumer.accept(service, objects);
        });
    }

    /** Whether some Service wants this object: a virtual server also when connections to it are to be refused. */
    public boolean wants(KernelObject object) {
        Wants wants = new Wants();
        object.accept(wants);
        return wants.answer;
    }

    private final class Wants implements KernelObject.Visitor {
        private boolean answer;

        @Override
        public void virtualServer(VirtualServer.Key key) {
            answer = frontends.owner(key).isPresent() || admissions.owner(key).isPresent();
        }

        @Override
        public void vip(Ip address) {
            answer = isWanted(address);
        }

        @Override
        public void hairpin(Ip endpoint) {
            answer = isHairpin(endpoint);
        }

        @Override
        public void nodeFilter() {
            answer = true;
        }
    }
}
