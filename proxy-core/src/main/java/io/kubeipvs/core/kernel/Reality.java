package io.kubeipvs.core.kernel;

import io.kubeipvs.core.model.Ip;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The state that the kernel acknowledged: read from the kernel once, then changed by each operation that it confirmed,
 * and where an audit found that another program changed the kernel. Used by one thread.
 */
public final class Reality {
    private final Map<VirtualServer.Key, VirtualServer> virtualServers = new HashMap<>();
    private final Map<VirtualServer.Key, Map<RealServer.Key, RealServer>> realServers = new HashMap<>();
    private final Map<Ip, Set<VirtualServer.Key>> serversOfVip = new HashMap<>();
    private final Set<Ip> vips = new HashSet<>();
    private int realServerCount;
    private final FilterReality filter = new FilterReality();
    private final Acknowledger acknowledger = new Acknowledger();

    /** Replaces everything with this state. */
    public void replace(KernelState observed) {
        virtualServers.clear();
        realServers.clear();
        serversOfVip.clear();
        vips.clear();
        vips.addAll(observed.vips());
        filter.replace(observed.filter());
        realServerCount = 0;
        observed.frontends().values().forEach(frontend -> {
            put(frontend.virtualServer());
            frontend.realServers().values().forEach(server -> put(frontend.key(), server));
        });
    }

    /** Takes over a virtual server that was read with its real servers; empty: it does not exist. */
    public void replace(VirtualServer.Key key, Optional<Frontend> observed) {
        drop(key);
        observed.ifPresent(frontend -> {
            put(frontend.virtualServer());
            frontend.realServers().values().forEach(server -> put(key, server));
        });
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
        return Optional.ofNullable(virtualServers.get(key));
    }

    /** The real servers of this virtual server, by key; a view. */
    public Map<RealServer.Key, RealServer> realServers(VirtualServer.Key key) {
        return realServers.getOrDefault(key, Map.of());
    }

    /** The keys of all virtual servers in the kernel, those of other programs included; a view. */
    public Set<VirtualServer.Key> virtualServers() {
        return Collections.unmodifiableSet(virtualServers.keySet());
    }

    /** The number of virtual servers in the kernel, those of other programs included. */
    public int virtualServerCount() {
        return virtualServers.size();
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
        return serversOfVip.getOrDefault(vip, Set.of());
    }

    /** The packet filter. */
    public FilterReality filter() {
        return filter;
    }

    private boolean put(VirtualServer server) {
        VirtualServer before = virtualServers.put(server.key(), server);
        if (before == null) {
            serversOfVip
                    .computeIfAbsent(server.key().vip(), v -> new HashSet<>())
                    .add(server.key());
            realServers.put(server.key(), new HashMap<>());
        }
        return !server.equals(before);
    }

    private boolean drop(VirtualServer.Key key) {
        if (virtualServers.remove(key) == null) {
            return false;
        }
        serversOfVip.computeIfPresent(key.vip(), (vip, keys) -> {
            keys.remove(key);
            return keys.isEmpty() ? null : keys;
        });
        realServerCount -= realServers.remove(key).size();
        return true;
    }

    private boolean put(VirtualServer.Key parent, RealServer server) {
        Map<RealServer.Key, RealServer> servers = realServers.get(parent);
        if (servers == null) {
            return false;
        }
        RealServer before = servers.put(server.key(), server);
        realServerCount += before == null ? 1 : 0;
        return !server.equals(before);
    }

    private boolean drop(VirtualServer.Key parent, RealServer.Key server) {
        Map<RealServer.Key, RealServer> servers = realServers.get(parent);
        boolean isKnown = servers != null && servers.remove(server) != null;
        realServerCount -= isKnown ? 1 : 0;
        return isKnown;
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
