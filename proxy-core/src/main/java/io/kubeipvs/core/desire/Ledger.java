package io.kubeipvs.core.desire;

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
import java.util.TreeMap;

/**
 * Who wants which kernel object: the footprints of all Services added up. Two Services may share a VIP; it stays as
 * long as one of them wants it. Two Services that claim one virtual server cannot both have it: the one whose name
 * comes first does, whatever order they came in, and the other has it when the first lets go. Used by one thread.
 */
public final class Ledger {
    private final Map<ServiceName, Footprint> footprints = new HashMap<>();
    private final Map<VirtualServer.Key, TreeMap<ServiceName, Frontend>> claims = new HashMap<>();
    private final Map<Ip, Integer> vipCounts = new HashMap<>();

    /** Puts a Service's new footprint in the place of its old one; returns what may now be wanted differently. */
    public Touched replace(ServiceName service, Footprint footprint) {
        Touched touched = new Touched();
        Footprint before = footprints.getOrDefault(service, Footprint.NONE);
        if (before.equals(footprint)) {
            return touched;
        }
        if (footprint.equals(Footprint.NONE)) {
            footprints.remove(service);
        } else {
            footprints.put(service, footprint);
        }
        replaceFrontends(service, before, footprint, touched);
        replaceVips(before.vips(), footprint.vips(), touched);
        return touched;
    }

    private void replaceFrontends(ServiceName service, Footprint before, Footprint after, Touched touched) {
        Set<VirtualServer.Key> changed = new HashSet<>();
        for (Frontend frontend : after.frontends().values()) {
            if (!frontend.equals(before.frontends().get(frontend.key()))) {
                claims.computeIfAbsent(frontend.key(), k -> new TreeMap<>()).put(service, frontend);
                changed.add(frontend.key());
            }
        }
        for (VirtualServer.Key key : before.frontends().keySet()) {
            if (!after.frontends().containsKey(key)) {
                claims.computeIfPresent(key, (k, claimants) -> {
                    claimants.remove(service);
                    return claimants.isEmpty() ? null : claimants;
                });
                changed.add(key);
            }
        }
        touched.addVirtualServers(changed);
    }

    private void replaceVips(Set<Ip> before, Set<Ip> after, Touched touched) {
        Set<Ip> changed = new HashSet<>();
        for (Ip vip : after) {
            if (!before.contains(vip)) {
                vipCounts.merge(vip, 1, Integer::sum);
                changed.add(vip);
            }
        }
        for (Ip vip : before) {
            if (!after.contains(vip)) {
                vipCounts.computeIfPresent(vip, (v, count) -> count == 1 ? null : count - 1);
                changed.add(vip);
            }
        }
        touched.addVips(changed);
    }

    /** What is wanted under this key; empty when nothing is. */
    public Optional<Frontend> wanted(VirtualServer.Key key) {
        return Optional.ofNullable(claims.get(key))
                .map(claimants -> claimants.firstEntry().getValue());
    }

    /** Whether some Service wants this address on the dummy link. */
    public boolean isWanted(Ip vip) {
        return vipCounts.containsKey(vip);
    }

    /** The Services that fight for this virtual server; empty when one at most claims it. */
    public Optional<Conflict> conflict(VirtualServer.Key key) {
        TreeMap<ServiceName, Frontend> claimants = claims.get(key);
        if (claimants == null || claimants.size() < 2) {
            return Optional.empty();
        }
        List<ServiceName> names = List.copyOf(claimants.keySet());
        return Optional.of(new Conflict(key, names.get(0), names.subList(1, names.size())));
    }

    /** Every object that anybody wants. */
    public Touched everything() {
        Touched all = new Touched();
        all.addVirtualServers(claims.keySet());
        all.addVips(vipCounts.keySet());
        return all;
    }
}
