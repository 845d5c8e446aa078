package io.kubeipvs.core.kernel;

import io.kubeipvs.core.compact.CompactMap;
import io.kubeipvs.core.model.Ip;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The state that the kernel acknowledged: read from the kernel once, then changed by each operation that it confirmed,
 * and where an audit found that another program changed the kernel. Used by one thread.
 */
public final class Reality {
    private final Map<VirtualServer.Key, Frontend> frontends = new CompactMap<>();
    /** The real servers that changed since they were settled; those of the frontend no longer count. */
    private final Map<VirtualServer.Key, Map<RealServer.Key, RealServer>> changing = new HashMap<>();

    private final KeysByVip keysByVip = new KeysByVip();
    private final Set<Ip> vips = CompactMap.newSet();
    private int realServerCount;
    private final FilterReality filter = new FilterReality();
    private final Acknowledger acknowledger = new Acknowledger();

    /** Replaces everything with this state. */
    public void replace(KernelState observed) {
        frontends.clear();
        changing.clear();
        keysByVip.clear();
        vips.clear();
        vips.addAll(observed.vips());
        filter.replace(observed.filter());
        realServerCount = 0;
        observed.frontends().values().forEach(this::put);
    }

    /** Takes over a virtual server that was read with its real servers; empty: it does not exist. */
    public void replace(VirtualServer.Key key, Optional<Frontend> observed) {
        drop(key);
        observed.ifPresent(this::put);
    }

    /**
     * Keeps the real servers of a virtual server in little memory until they change again.
     *
     * @param wanted what is wanted of it; if that is what the kernel has, it is kept only once
     */
    public void settle(VirtualServer.Key key, Optional<Frontend> wanted) {
        Frontend before = frontends.get(key);
        if (before == null) {
            return;
        }
        Map<RealServer.Key, RealServer> servers = realServers(key);
        Frontend settled = wanted.filter(one -> one.virtualServer().equals(before.virtualServer())
                        && one.realServers().equals(servers))
                .orElseGet(() -> new Frontend(before.virtualServer(), servers));
        changing.remove(key);
        if (settled.key() != before.key()) { // Equal, but another copy.
            frontends.remove(key);
            keysByVip.remove(key);
            keysByVip.add(settled.key());
        }
        frontends.put(settled.key(), settled);
    }

    /** Takes over whether an address is on our link. Returns whether that is new. */
    public boolean setBound(Ip vip, boolean isBound) {
        return isBound ? vips.add(vip) : vips.remove(vip);
    }

    /** Takes over one operation that the kernel confirmed. Returns whether that changed the picture. */
    public boolean acknowledge(KernelOp done) {
        return done.bySubsystem(acknowledger);
    }

    /** Pauses of new connections end by themselves: no later plan relies on one. */
    public void forgetPauses() {
        filter.forgetPauses();
    }

    /** The virtual server with this key, if the kernel has it. */
    public Optional<VirtualServer> virtualServer(VirtualServer.Key key) {
        return Optional.ofNullable(frontends.get(key)).map(Frontend::virtualServer);
    }

    /** The real servers of this virtual server, by key; a view. */
    public Map<RealServer.Key, RealServer> realServers(VirtualServer.Key key) {
        Map<RealServer.Key, RealServer> changed = changing.get(key);
        if (changed != null) {
            return Collections.unmodifiableMap(changed);
        }
        Frontend frontend = frontends.get(key);
        return frontend == null ? Map.of() : frontend.realServers();
    }

    /** The keys of all virtual servers in the kernel, those of other programs included; a view. */
    public Set<VirtualServer.Key> virtualServers() {
        return Collections.unmodifiableSet(frontends.keySet());
    }

    /** The number of virtual servers in the kernel, those of other programs included. */
    public int virtualServerCount() {
        return frontends.size();
    }

    /** The number of their real servers. */
    public int realServerCount() {
        return realServerCount;
    }

    /** The addresses on our link; a view. */
    public Set<Ip> vips() {
        return Collections.unmodifiableSet(vips);
    }

    /** Whether this address is on our link. */
    public boolean isBound(Ip vip) {
        return vips.contains(vip);
    }

    /** The virtual servers on this address; a view. */
    public Set<VirtualServer.Key> virtualServersOf(Ip vip) {
        return keysByVip.of(vip);
    }

    /** The packet filter. */
    public FilterReality filter() {
        return filter;
    }

    private void put(Frontend frontend) {
        frontends.put(frontend.key(), frontend);
        keysByVip.add(frontend.key());
        realServerCount += frontend.realServers().size();
    }

    private boolean put(VirtualServer server) {
        Frontend before = frontends.get(server.key());
        if (before == null) {
            put(new Frontend(server, Map.of()));
        } else {
            frontends.put(server.key(), new Frontend(server, before.realServers()));
        }
        return before == null || !before.virtualServer().equals(server);
    }

    private boolean drop(VirtualServer.Key key) {
        realServerCount -= realServers(key).size();
        changing.remove(key);
        keysByVip.remove(key);
        return frontends.remove(key) != null;
    }

    private boolean put(VirtualServer.Key parent, RealServer server) {
        if (!frontends.containsKey(parent)) {
            return false;
        }
        RealServer before = changing(parent).put(server.key(), server);
        realServerCount += before == null ? 1 : 0;
        return !server.equals(before);
    }

    private boolean drop(VirtualServer.Key parent, RealServer.Key server) {
        boolean isKnown =
                realServers(parent).containsKey(server) && changing(parent).remove(server) != null;
        realServerCount -= isKnown ? 1 : 0;
        return isKnown;
    }

    /** The real servers of a known virtual server, to be changed. */
    private Map<RealServer.Key, RealServer> changing(VirtualServer.Key key) {
        return changing.computeIfAbsent(key, k -> new HashMap<>(frontends.get(k).realServers()));
    }

    /** Returns whether the picture moved. */
    private final class Acknowledger
            implements KernelOp.Subsystems<Boolean>, IpvsOp.Cases<Boolean>, VipOp.Cases<Boolean> {
        @Override
        public Boolean ipvs(IpvsOp op) {
            return op.on(this);
        }

        @Override
        public Boolean vip(VipOp op) {
            return op.on(this);
        }

        @Override
        public Boolean filter(FilterOp op) {
            return filter.acknowledge(op);
        }

        @Override
        public Boolean flow(FlowOp op) {
            return false;
        }

        @Override
        public Boolean addVirtualServer(IpvsOp.AddVirtualServer op) {
            return put(op.server());
        }

        @Override
        public Boolean changeVirtualServer(IpvsOp.ChangeVirtualServer op) {
            return put(op.server());
        }

        @Override
        public Boolean addRealServer(IpvsOp.AddRealServer op) {
            return put(op.virtualServer(), op.server());
        }

        @Override
        public Boolean changeRealServer(IpvsOp.ChangeRealServer op) {
            return put(op.virtualServer(), op.server());
        }

        @Override
        public Boolean dropRealServer(IpvsOp.DropRealServer op) {
            return drop(op.virtualServer(), op.server());
        }

        @Override
        public Boolean dropVirtualServer(IpvsOp.DropVirtualServer op) {
            return drop(op.virtualServer());
        }

        @Override
        public Boolean bindVip(VipOp.BindVip op) {
            return vips.add(op.vip());
        }

        @Override
        public Boolean unbindVip(VipOp.UnbindVip op) {
            return vips.remove(op.vip());
        }
    }
}
