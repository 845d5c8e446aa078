package io.kubeipvs.core.desire;

import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.ServiceName;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The cluster addresses of all Services, and the other addresses that Services request. No Service gets the cluster address
 * of another one: a user who may write a Service must not take over the cluster's DNS. Used by one thread.
 */
public final class AddressRequests {
    private final Claims<Ip> clusterAddresses = new Claims<>(Precedence::byName);
    private final Claims<Ip> others = new Claims<>(Precedence::byName);
    private final Set<ServiceName> outdated = new LinkedHashSet<>();

    /** Takes over the addresses of a Service. */
    void replace(ServiceName service, Footprint.Requests before, Footprint.Requests after) {
        if (before.equals(after)) {
            return;
        }
        others.replace(service, before.others(), after.others());
        Set<Ip> changed = clusterAddresses.replace(
                service, new HashSet<>(before.clusterAddresses()), new HashSet<>(after.clusterAddresses()));
        changed.forEach(address -> outdated.addAll(others.claimants(address)));
        outdated.remove(service);
    }

    /** Whether this is a cluster address of another Service. */
    boolean isOfAnother(Ip address, ServiceName service) {
        return clusterAddresses.claimants(address).stream().anyMatch(owner -> !owner.equals(service));
    }

    /**
     * The Services that request an address which became, or is no longer, the cluster address of another Service since the
     * last call.
     */
    public Set<ServiceName> takeOutdated() {
        Set<ServiceName> taken = new LinkedHashSet<>(outdated);
        outdated.clear();
        return taken;
    }
}
