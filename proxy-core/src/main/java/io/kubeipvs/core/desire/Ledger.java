package io.kubeipvs.core.desire;

import io.kubeipvs.core.kernel.Admission;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.ServiceName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Who wants which kernel object: the footprints of all Services added up. Two Services may share a VIP; it stays as
 * long as one of them wants it. Two Services that claim one virtual server cannot both have it: the one whose name
 * comes first does, whatever order they came in, and the other has it when the first lets go. Used by one thread.
 */
public final class Ledger {
    private final Map<ServiceName, Footprint> footprints = new HashMap<>();
    private final Claims<VirtualServer.Key, Frontend> frontends = new Claims<>();
    private final Claims<VirtualServer.Key, Admission> admissions = new Claims<>();
    private final Claims<Ip, Boolean> vips = new Claims<>();
    private final Claims<Ip, Boolean> hairpins = new Claims<>();

    /** Puts a Service's new footprint in the place of its old one; returns what may now be wanted differently. */
    public Touched replace(ServiceName service, Footprint after) {
        Touched touched = new Touched();
        Footprint before = footprints.getOrDefault(service, Footprint.NONE);
        if (before.equals(after)) {
            return touched;
        }
        if (after.equals(Footprint.NONE)) {
            footprints.remove(service);
        } else {
            footprints.put(service, after);
        }
        Set<VirtualServer.Key> changed = frontends.replace(service, before.frontends(), after.frontends());
        touched.addVirtualServers(changed);
        touched.addVirtualServers(admissions.replace(service, before.admissions(), after.admissions()));
        touched.addVirtualServers(othersWithMarkOf(changed));
        touched.addVips(vips.replace(service, asMap(before.vips()), asMap(after.vips())));
        touched.addHairpins(hairpins.replace(service, asMap(before.hairpins()), asMap(after.hairpins())));
        return touched;
    }

    private static Map<Ip, Boolean> asMap(Set<Ip> addresses) {
        return addresses.stream().collect(Collectors.toMap(Function.identity(), address -> true));
    }

    /** Where a mark changes hands, all that lead to it do. That two have one mark is next to impossible. */
    private Set<VirtualServer.Key> othersWithMarkOf(Set<VirtualServer.Key> changed) {
        Set<VirtualServer.Key> leading = new HashSet<>();
        for (VirtualServer.Key key : changed) {
            if (key.isByMark()) {
                frontends
                        .claimants(key)
                        .forEach(claimant -> footprints
                                .get(claimant)
                                .admissions()
                                .forEach((to, how) -> {
                                    if (how.insideMark() == key.mark()) {
                                        leading.add(to);
                                    }
                                }));
            }
        }
        return leading;
    }

    /** What is wanted under this key; empty when nothing is. */
    public Optional<Frontend> wanted(VirtualServer.Key key) {
        return frontends.wanted(key);
    }

    /** Who is to be admitted to this virtual server; empty when nothing is to be said of it. */
    public Optional<Admission> admission(VirtualServer.Key key) {
        return admissions
                .wanted(key)
                .map(admission -> isMarkTheirs(key, admission)
                        ? new Admission(admission.kind(), 0, admission.sources())
                        : admission);
    }

    /** Whether the mark that askers of this virtual server would get leads to another Service. */
    private boolean isMarkTheirs(VirtualServer.Key key, Admission admission) {
        if (admission.insideMark() == 0) {
            return false;
        }
        VirtualServer.Key inside = VirtualServer.Key.ofMark(key.vip().family(), admission.insideMark());
        ServiceName owner = admissions.claimants(key).get(0);
        return !frontends.claimants(inside).get(0).equals(owner);
    }

    /** Whether some Service wants this address on the dummy link. */
    public boolean isWanted(Ip vip) {
        return vips.wanted(vip).isPresent();
    }

    /** Whether this is an endpoint of some Service on this node. */
    public boolean isHairpin(Ip address) {
        return hairpins.wanted(address).isPresent();
    }

    /** The Services that fight for this virtual server; empty when one at most claims it. */
    public Optional<Conflict> conflict(VirtualServer.Key key) {
        List<ServiceName> names = frontends.claimants(key);
        return names.size() < 2
                ? Optional.empty()
                : Optional.of(new Conflict(key, names.get(0), names.subList(1, names.size())));
    }

    /** Every object that anybody wants. */
    public Touched everything() {
        Touched all = new Touched();
        all.addVirtualServers(frontends.all());
        all.addVips(vips.all());
        all.addHairpins(hairpins.all());
        return all;
    }
}
