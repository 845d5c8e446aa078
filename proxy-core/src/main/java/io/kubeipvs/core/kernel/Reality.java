package io.kubeipvs.core.kernel;

import io.kubeipvs.core.model.Ip;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the kernel acknowledged: read from it once, then moved along by each operation that it confirmed and by
 * nothing else. Used by one thread.
 */
public final class Reality {
    private final Map<VirtualServer.Key, VirtualServer> virtualServers = new HashMap<>();
    private final Map<VirtualServer.Key, Map<RealServer.Key, RealServer>> realServers = new HashMap<>();
    private final Map<Ip, Set<VirtualServer.Key>> serversOfVip = new HashMap<>();
    private final Set<Ip> vips = new HashSet<>();
    private int realServerCount;
    private final FilterReality filter = new FilterReality();
    private final Fold fold = new Fold();

    /** Forgets everything and takes this over. */
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

    /** Takes over one operation that the kernel confirmed. */
    public void acknowledge(KernelOp done) {
        done.on(fold);
    }

    /** The virtual server with this key, if the kernel has it. */
    public Optional<VirtualServer> virtualServer(VirtualServer.Key key) {
        return Optional.ofNullable(virtualServers.get(key));
    }

    /** The real servers behind this virtual server, by key; a view, empty when there are none. */
    public Map<RealServer.Key, RealServer> realServers(VirtualServer.Key key) {
        return realServers.getOrDefault(key, Map.of());
    }

    /** How many virtual servers the kernel has, whoever's they are. */
    public int virtualServerCount() {
        return virtualServers.size();
    }

    /** How many real servers stand behind them. */
    public int realServerCount() {
        return realServerCount;
    }

    /** Whether this address is on our link. */
    public boolean isBound(Ip vip) {
        return vips.contains(vip);
    }

    /** The virtual servers on this address; a view, empty when there are none. */
    public Set<VirtualServer.Key> virtualServersOf(Ip vip) {
        return serversOfVip.getOrDefault(vip, Set.of());
    }

    /** The packet filter. */
    public FilterReality filter() {
        return filter;
    }

    private void put(VirtualServer server) {
        if (virtualServers.put(server.key(), server) == null) {
            serversOfVip
                    .computeIfAbsent(server.key().vip(), v -> new HashSet<>())
                    .add(server.key());
            realServers.put(server.key(), new HashMap<>());
        }
    }

    private void drop(VirtualServer.Key key) {
        if (virtualServers.remove(key) != null) {
            serversOfVip.computeIfPresent(key.vip(), (vip, keys) -> {
                keys.remove(key);
                return keys.isEmpty() ? null : keys;
            });
            realServerCount -= realServers.remove(key).size();
        }
    }

    private void put(VirtualServer.Key parent, RealServer server) {
        realServers.computeIfPresent(parent, (key, servers) -> {
            if (servers.put(server.key(), server) == null) {
                realServerCount++;
            }
            return servers;
        });
    }

    private final class Fold implements KernelOp.Cases<Void> {
        @Override
        public Void addVirtualServer(KernelOp.AddVirtualServer op) {
            put(op.server());
            return null;
        }

        @Override
        public Void changeVirtualServer(KernelOp.ChangeVirtualServer op) {
            put(op.server());
            return null;
        }

        @Override
        public Void addRealServer(KernelOp.AddRealServer op) {
            put(op.virtualServer(), op.server());
            return null;
        }

        @Override
        public Void changeRealServer(KernelOp.ChangeRealServer op) {
            put(op.virtualServer(), op.server());
            return null;
        }

        @Override
        public Void bindVip(KernelOp.BindVip op) {
            vips.add(op.vip());
            return null;
        }

        @Override
        public Void unbindVip(KernelOp.UnbindVip op) {
            vips.remove(op.vip());
            return null;
        }

        @Override
        public Void dropRealServer(KernelOp.DropRealServer op) {
            if (realServers.getOrDefault(op.virtualServer(), new HashMap<>()).remove(op.server()) != null) {
                realServerCount--;
            }
            return null;
        }

        @Override
        public Void dropVirtualServer(KernelOp.DropVirtualServer op) {
            drop(op.virtualServer());
            return null;
        }

        @Override
        public Void forgetFlows(KernelOp.ForgetFlows op) {
            return null;
        }

        @Override
        public Void filter(FilterOp op) {
            filter.acknowledge(op);
            return null;
        }
    }
}
