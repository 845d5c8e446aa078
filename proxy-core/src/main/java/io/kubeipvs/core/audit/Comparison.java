package io.kubeipvs.core.audit;

import io.kubeipvs.core.desire.ChangedObjects;
import io.kubeipvs.core.kernel.AddressSet;
import io.kubeipvs.core.kernel.Admission;
import io.kubeipvs.core.kernel.FilterReality;
import io.kubeipvs.core.kernel.FilterState;
import io.kubeipvs.core.kernel.FlowOp;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.KernelObject;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.Reality;
import io.kubeipvs.core.kernel.UdpFlow;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Compares one finding with what the kernel acknowledged, and takes over where they differ. An object that an operation
 * changed while the kernel was read is not compared: the finding may be older than the operation.
 */
final class Comparison implements Finding.Visitor {
    private final Reality reality;
    private final Doubts doubts;
    private final Set<KernelObject> changedMeanwhile;
    private final ChangedObjects own = new ChangedObjects();
    private final ChangedObjects drift = new ChangedObjects();
    private final List<Reading> again = new ArrayList<>();
    private final Set<VirtualServer.Key> suspects = new LinkedHashSet<>();
    private final List<FlowOp.ForgetFlows> staleFlows = new ArrayList<>();
    private List<VirtualServer.Key> listed = List.of();

    Comparison(Reality reality, Doubts doubts, Set<KernelObject> changedMeanwhile) {
        this.reality = reality;
        this.doubts = doubts;
        this.changedMeanwhile = changedMeanwhile;
    }

    /** The objects that differ because an own operation had an unknown outcome. */
    ChangedObjects own() {
        return own;
    }

    /** The objects that another program changed. */
    ChangedObjects drift() {
        return drift;
    }

    /** The readings that did not settle every uncertain object, because some changed meanwhile. */
    List<Reading> again() {
        return again;
    }

    /** The virtual servers that seem to differ. They must be read as a whole. */
    Set<VirtualServer.Key> suspects() {
        return suspects;
    }

    /** The virtual servers of which the real servers are not read yet; none unless the finding is a list. */
    List<VirtualServer.Key> listed() {
        return listed;
    }

    /** The flows that conntrack must forget. */
    List<FlowOp.ForgetFlows> staleFlows() {
        return staleFlows;
    }

    @Override
    public void vips(Set<Ip> found) {
        for (Ip vip : differing(reality.vips(), found)) {
            KernelObject object = new KernelObject.Vip(vip);
            if (isComparable(object) && reality.setBound(vip, found.contains(vip))) {
                differs(object, doubts.uncertainLink());
            }
        }
        settle(doubts.uncertainLink(), new Reading.Vips());
    }

    @Override
    public void filter(FilterState found) {
        FilterReality filter = reality.filter();
        Map<VirtualServer.Key, Admission> admissions = found.admissions();
        differing(filter.admissions(), admissions.keySet())
                .forEach(key -> admission(key, Optional.ofNullable(admissions.get(key))));
        admissions.forEach((key, admission) -> admission(key, Optional.of(admission)));
        for (AddressSet set : AddressSet.values()) {
            addresses(set, found.addresses(set));
        }
        KernelObject config = new KernelObject.NodeFilter();
        if (isComparable(config) && filter.setConfig(found.config())) {
            differs(config, doubts.uncertainFilter());
        }
        settle(doubts.uncertainFilter(), new Reading.Filter());
    }

    private void admission(VirtualServer.Key key, Optional<Admission> found) {
        if (isComparable(key) && reality.filter().setAdmission(key, found)) {
            differs(key, doubts.uncertainFilter());
        }
    }

    private void addresses(AddressSet set, Set<Ip> found) {
        for (Ip address : differing(reality.filter().addresses(set), found)) {
            KernelObject object = set.object(address);
            if (isComparable(object) && reality.filter().setContained(set, address, found.contains(address))) {
                differs(object, doubts.uncertainFilter());
            }
        }
    }

    /** A list may miss one that exists: none is taken for removed before it was asked for by its key. */
    @Override
    public void virtualServers(Map<VirtualServer.Key, VirtualServer> found) {
        differing(reality.virtualServers(), found.keySet()).forEach(this::suspect);
        List<VirtualServer.Key> equal = new ArrayList<>();
        found.forEach((key, server) -> {
            if (reality.virtualServer(key).filter(server::equals).isPresent()) {
                equal.add(key);
            } else {
                suspect(key);
            }
        });
        listed = equal;
    }

    private void suspect(VirtualServer.Key key) {
        if (isComparable(key)) {
            suspects.add(key);
        }
    }

    @Override
    public void realServers(Map<VirtualServer.Key, Map<RealServer.Key, RealServer>> found) {
        found.forEach((key, servers) -> {
            if (!reality.realServers(key).equals(servers)) {
                suspect(key);
            }
        });
    }

    @Override
    public void frontends(Map<VirtualServer.Key, Optional<Frontend>> found) {
        found.forEach((key, frontend) -> {
            if (!isComparable(key)) {
                if (doubts.uncertainIpvs().contains(key)) {
                    suspects.add(key);
                }
                return;
            }
            if (!isAcknowledged(key, frontend)) {
                reality.replace(key, frontend);
                differs(key, doubts.uncertainIpvs());
            }
            doubts.uncertainIpvs().remove(key);
        });
    }

    /** A flow is stale if it leads to no server of its virtual server: no packet of it reaches an endpoint. */
    @Override
    public void udpFlows(Set<UdpFlow> found) {
        for (UdpFlow flow : found) {
            VirtualServer.Key key = flow.virtualServer();
            if (isComparable(key) && reality.virtualServer(key).isPresent() && !isServer(key, flow.server())) {
                staleFlows.add(new FlowOp.ForgetFlows(key, flow.server()));
            }
        }
    }

    private boolean isServer(VirtualServer.Key key, RealServer.Key server) {
        return reality.realServers(key).containsKey(server)
                || reality.filter()
                        .admission(key)
                        .filter(admission -> admission.inClusterMark() != 0)
                        .map(admission -> VirtualServer.Key.ofMark(key.vip().family(), admission.inClusterMark()))
                        .filter(marked -> reality.realServers(marked).containsKey(server))
                        .isPresent();
    }

    private boolean isAcknowledged(VirtualServer.Key key, Optional<Frontend> frontend) {
        return reality.virtualServer(key).equals(frontend.map(Frontend::virtualServer))
                && reality.realServers(key)
                        .equals(frontend.map(Frontend::realServers).orElse(Map.of()));
    }

    private void differs(KernelObject object, Set<KernelObject> uncertainThere) {
        (uncertainThere.contains(object) ? own : drift).add(object);
    }

    /** The compared objects are certain now. If others remain, the part is read again. */
    private void settle(Set<KernelObject> read, Reading reading) {
        read.removeIf(this::isComparable);
        if (!read.isEmpty()) {
            again.add(reading);
        }
    }

    private boolean isComparable(KernelObject object) {
        return !changedMeanwhile.contains(object);
    }

    /** The elements that only one of them has. Mostly there are none, so it looks them up and copies nothing. */
    private static <T> List<T> differing(Set<T> one, Set<T> other) {
        return Stream.concat(
                        one.stream().filter(element -> !other.contains(element)),
                        other.stream().filter(element -> !one.contains(element)))
                .toList();
    }
}
