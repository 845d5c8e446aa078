package io.kubeipvs.daemon.kernel.dnat;

import io.kubeipvs.core.kernel.FlowOp;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.IpvsOp;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.netlink.Errno;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The virtual servers of the kernel and how operations change them. It answers as IPVS does: with the errno of
 * {@code ip_vs_genl_set_cmd}, so that both ways have the same outcomes. One thread changes them.
 */
final class Servers implements IpvsOp.Cases<Optional<Errno>> {
    private final Map<VirtualServer.Key, Frontend> frontends;
    /** The former state of changed virtual servers; empty = they did not exist. */
    private Map<VirtualServer.Key, Optional<Frontend>> before = new LinkedHashMap<>();

    Servers(Map<VirtualServer.Key, Frontend> frontends) {
        this.frontends = new ConcurrentHashMap<>(frontends);
    }

    /** All. Safe to read from any thread. */
    Map<VirtualServer.Key, Frontend> all() {
        return frontends;
    }

    Optional<Frontend> get(VirtualServer.Key key) {
        return Optional.ofNullable(frontends.get(key));
    }

    /** The virtual servers that changed since the last call of {@link #keep}, each as it was before. */
    Map<VirtualServer.Key, Optional<Frontend>> changed() {
        return before;
    }

    /**
     * The real servers that these changes removed. One of a virtual server by mark is among them if no other virtual server
     * has it: flows do not show by which mark they came, so they may be of the other one.
     */
    List<FlowOp.ForgetFlows> removed() {
        List<FlowOp.ForgetFlows> removed = new ArrayList<>();
        before.forEach((key, was) -> {
            Set<RealServer.Key> gone = new HashSet<>(was.map(Servers::keys).orElse(Set.of()));
            gone.removeAll(get(key).map(Servers::keys).orElse(Set.of()));
            gone.removeIf(server -> key.isByMark() && isUsed(key.protocol(), server));
            gone.forEach(server -> removed.add(new FlowOp.ForgetFlows(key, server)));
        });
        return removed;
    }

    /** Whether a virtual server of this protocol has it. Looks at all of them. */
    private boolean isUsed(Protocol protocol, RealServer.Key server) {
        return frontends.values().stream()
                .anyMatch(one ->
                        one.key().protocol() == protocol && one.realServers().containsKey(server));
    }

    private static Set<RealServer.Key> keys(Frontend frontend) {
        return frontend.realServers().keySet();
    }

    /** The changes happened. */
    void keep() {
        before = new LinkedHashMap<>(); // an emptied one would keep the size of the first list
    }

    /** The change of this virtual server did not happen. */
    void takeBack(VirtualServer.Key key) {
        Optional<Frontend> was = before.remove(key);
        was.ifPresentOrElse(frontend -> frontends.put(key, frontend), () -> frontends.remove(key));
    }

    /** Changes it here; empty = this is possible, otherwise why it is not. */
    Optional<Errno> apply(IpvsOp op) {
        return op.on(this);
    }

    @Override
    public Optional<Errno> addVirtualServer(IpvsOp.AddVirtualServer op) {
        if (Method.of(op.server().scheduler(), false).isEmpty()) {
            return Optional.of(Errno.ENOENT);
        }
        if (frontends.containsKey(op.virtualServer())) {
            return Optional.of(Errno.EEXIST);
        }
        return put(new Frontend(op.server(), Map.of()));
    }

    @Override
    public Optional<Errno> changeVirtualServer(IpvsOp.ChangeVirtualServer op) {
        if (Method.of(op.server().scheduler(), false).isEmpty()) {
            return Optional.of(Errno.ENOENT);
        }
        Frontend frontend = frontends.get(op.virtualServer());
        return frontend == null ? Optional.of(Errno.ESRCH) : put(new Frontend(op.server(), frontend.realServers()));
    }

    @Override
    public Optional<Errno> addRealServer(IpvsOp.AddRealServer op) {
        Frontend frontend = frontends.get(op.virtualServer());
        if (frontend == null) {
            return Optional.of(Errno.ESRCH);
        }
        return frontend.realServers().containsKey(op.server().key())
                ? Optional.of(Errno.EEXIST)
                : put(frontend, op.server());
    }

    @Override
    public Optional<Errno> changeRealServer(IpvsOp.ChangeRealServer op) {
        Frontend frontend = frontends.get(op.virtualServer());
        if (frontend == null) {
            return Optional.of(Errno.ESRCH);
        }
        return frontend.realServers().containsKey(op.server().key())
                ? put(frontend, op.server())
                : Optional.of(Errno.ENOENT);
    }

    @Override
    public Optional<Errno> dropRealServer(IpvsOp.DropRealServer op) {
        Frontend frontend = frontends.get(op.virtualServer());
        if (frontend == null) {
            return Optional.of(Errno.ESRCH);
        }
        Map<RealServer.Key, RealServer> rest = new HashMap<>(frontend.realServers());
        return rest.remove(op.server()) == null
                ? Optional.of(Errno.ENOENT)
                : put(new Frontend(frontend.virtualServer(), rest));
    }

    @Override
    public Optional<Errno> dropVirtualServer(IpvsOp.DropVirtualServer op) {
        Frontend frontend = frontends.remove(op.virtualServer());
        if (frontend == null) {
            return Optional.of(Errno.ESRCH);
        }
        before.putIfAbsent(op.virtualServer(), Optional.of(frontend));
        return Optional.empty();
    }

    private Optional<Errno> put(Frontend frontend, RealServer server) {
        Map<RealServer.Key, RealServer> servers = new HashMap<>(frontend.realServers());
        servers.put(server.key(), server);
        return put(new Frontend(frontend.virtualServer(), servers));
    }

    private Optional<Errno> put(Frontend frontend) {
        Frontend was = frontends.put(frontend.key(), frontend);
        before.putIfAbsent(frontend.key(), Optional.ofNullable(was));
        return Optional.empty();
    }
}
