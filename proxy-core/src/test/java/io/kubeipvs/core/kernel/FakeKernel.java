package io.kubeipvs.core.kernel;

import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Scheduler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A kernel in memory, as strict as the real one: it refuses duplicates, missing parents and unknown schedulers with
 * the real errno. Held to {@link KernelContract} and {@link KernelReaderContract} together with it. Faults can be put in.
 */
public final class FakeKernel implements Kernel, KernelReader {
    private final Map<VirtualServer.Key, VirtualServer> virtualServers = new HashMap<>();
    private final Map<VirtualServer.Key, Map<RealServer.Key, RealServer>> realServers = new HashMap<>();
    private final Set<Ip> vips = new HashSet<>();
    private final FakeFilter filter = new FakeFilter();
    private final List<Connection> connections = new ArrayList<>();
    private final Set<UdpFlow> udpFlows = new HashSet<>();
    private final List<VirtualServer.Key> refusing = new ArrayList<>();
    private final List<KernelOp> log = new ArrayList<>();
    private final Make make = new Make();
    private final Set<String> missingSchedulers = new HashSet<>();
    private int preparations;
    private Function<KernelOp, Outcome> fault = op -> null;

    /** An operation for which this gives an outcome is not made, and has that outcome. */
    public void setFault(Function<KernelOp, Outcome> fault) {
        this.fault = fault;
    }

    /** From now on this scheduler's module is missing. */
    public void removeScheduler(String name) {
        missingSchedulers.add(name);
    }

    /** From now on this scheduler's module exists again. */
    public void returnScheduler(String name) {
        missingSchedulers.remove(name);
    }

    @Override
    public boolean has(Scheduler scheduler) {
        return !missingSchedulers.contains(scheduler.kernelName());
    }

    /** Every operation that was tried, in order. */
    public List<KernelOp> log() {
        return log;
    }

    /** The virtual servers that got another scheduler while clients could connect: the real kernel refuses them then. */
    public List<VirtualServer.Key> refusing() {
        return refusing;
    }

    /** The virtual servers of which the filter drops new connections now. */
    public Set<VirtualServer.Key> paused() {
        return filter.paused();
    }

    /** All pauses end by their own time. */
    public void passPauses() {
        filter.paused().clear();
    }

    /** Another program removes everything from the packet filter. */
    void flushTables() {
        filter.clear();
    }

    @Override
    public Preparation prepare() {
        preparations++;
        return Preparation.CLEAN;
    }

    /** How often it was prepared. */
    public int preparations() {
        return preparations;
    }

    @Override
    public KernelState observe() {
        List<Frontend> frontends = new ArrayList<>();
        virtualServers
                .values()
                .forEach(vs ->
                        frontends.add(Frontend.of(vs, realServers.get(vs.key()).values())));
        return KernelState.of(frontends, vips, filter.state());
    }

    @Override
    public Map<VirtualServer.Key, VirtualServer> virtualServers() {
        return Map.copyOf(virtualServers);
    }

    @Override
    public Map<RealServer.Key, RealServer> realServers(VirtualServer.Key virtualServer) {
        return Map.copyOf(realServers.getOrDefault(virtualServer, Map.of()));
    }

    @Override
    public boolean hasServersInTables() {
        return true;
    }

    @Override
    public Optional<Frontend> frontend(VirtualServer.Key virtualServer) {
        return Optional.ofNullable(virtualServers.get(virtualServer))
                .map(server -> new Frontend(server, realServers.get(virtualServer)));
    }

    @Override
    public Set<Ip> vips() {
        return Set.copyOf(vips);
    }

    @Override
    public FilterState filter() {
        return filter.state();
    }

    @Override
    public Optional<FilterState> filterIfChanged() {
        return Optional.of(filter.state());
    }

    @Override
    public Set<UdpFlow> udpFlows(Set<VirtualServer.Key> of) {
        return udpFlows.stream()
                .filter(flow -> of.contains(flow.virtualServer()))
                .collect(Collectors.toSet());
    }

    /** From now on conntrack has this flow. */
    public void track(UdpFlow flow) {
        udpFlows.add(flow);
    }

    /** The flows of conntrack. */
    public Set<UdpFlow> udpFlows() {
        return udpFlows;
    }

    /** A client's connection, which lasts until it is {@link #disconnect over} or its server is taken away. */
    public void connect(Connection connection) {
        RealServer server = realServers.get(connection.virtualServer()).get(connection.realServer());
        if (server.isQuiet()) {
            throw new IllegalStateException(connection + " is new, and its server has weight 0");
        }
        connections.add(connection);
    }

    /** A connection is over. */
    public void disconnect(Connection connection) {
        connections.remove(connection);
    }

    @Override
    public Map<RealServer.Key, Integer> connections(VirtualServer.Key virtualServer) {
        Map<RealServer.Key, Integer> counts = new HashMap<>();
        realServers.getOrDefault(virtualServer, Map.of()).keySet().forEach(server -> {
            Connection connection = new Connection(virtualServer, server);
            counts.put(server, Collections.frequency(connections, connection));
        });
        return counts;
    }

    @Override
    public List<Outcome> apply(List<KernelOp> operations) {
        List<Outcome> outcomes = new ArrayList<>();
        for (KernelOp op : operations) {
            log.add(op);
            Outcome injected = fault.apply(op);
            outcomes.add(injected != null ? injected : op.bySubsystem(make));
        }
        return outcomes;
    }

    private static Outcome lost(String errno) {
        return new Outcome.Lost(errno);
    }

    private static Outcome already(String errno) {
        return new Outcome.AlreadySo(errno);
    }

    private static Outcome applied() {
        return new Outcome.Applied();
    }

    private final class Make implements KernelOp.Subsystems<Outcome>, IpvsOp.Cases<Outcome>, VipOp.Cases<Outcome> {
        @Override
        public Outcome ipvs(IpvsOp op) {
            return op.on(this);
        }

        @Override
        public Outcome vip(VipOp op) {
            return op.on(this);
        }

        @Override
        public Outcome filter(FilterOp op) {
            return op.on(filter);
        }

        @Override
        public Outcome flow(FlowOp op) {
            return op.on(flows -> {
                udpFlows.remove(new UdpFlow(flows.virtualServer(), flows.server()));
                return applied();
            });
        }

        @Override
        public Outcome addVirtualServer(IpvsOp.AddVirtualServer op) {
            if (virtualServers.containsKey(op.virtualServer())) {
                return already("EEXIST");
            }
            if (missingSchedulers.contains(op.server().scheduler())) {
                return new Outcome.Refused(
                        "ENOENT", "no scheduler " + op.server().scheduler());
            }
            virtualServers.put(op.virtualServer(), op.server());
            realServers.put(op.virtualServer(), new HashMap<>());
            return applied();
        }

        @Override
        public Outcome changeVirtualServer(IpvsOp.ChangeVirtualServer op) {
            if (missingSchedulers.contains(op.server().scheduler())) {
                return new Outcome.Refused(
                        "ENOENT", "no scheduler " + op.server().scheduler());
            }
            VirtualServer before = virtualServers.replace(op.virtualServer(), op.server());
            boolean isOtherScheduler =
                    before != null && !before.scheduler().equals(op.server().scheduler());
            if (isOtherScheduler && !filter.paused().contains(op.virtualServer())) {
                refusing.add(op.virtualServer());
            }
            return before == null ? lost("ESRCH") : applied();
        }

        @Override
        public Outcome addRealServer(IpvsOp.AddRealServer op) {
            Map<RealServer.Key, RealServer> servers = realServers.get(op.virtualServer());
            if (servers == null) {
                return lost("ESRCH");
            }
            return servers.putIfAbsent(op.server().key(), op.server()) == null ? applied() : already("EEXIST");
        }

        @Override
        public Outcome changeRealServer(IpvsOp.ChangeRealServer op) {
            Map<RealServer.Key, RealServer> servers = realServers.get(op.virtualServer());
            if (servers == null) {
                return lost("ESRCH");
            }
            return servers.replace(op.server().key(), op.server()) == null ? lost("ENOENT") : applied();
        }

        @Override
        public Outcome bindVip(VipOp.BindVip op) {
            return vips.add(op.vip()) ? applied() : already("EEXIST");
        }

        @Override
        public Outcome unbindVip(VipOp.UnbindVip op) {
            return vips.remove(op.vip()) ? applied() : already("EADDRNOTAVAIL");
        }

        @Override
        public Outcome dropRealServer(IpvsOp.DropRealServer op) {
            Map<RealServer.Key, RealServer> servers = realServers.get(op.virtualServer());
            if (servers == null) {
                return already("ESRCH");
            }
            connections.removeIf(new Connection(op.virtualServer(), op.server())::equals);
            return servers.remove(op.server()) != null ? applied() : already("ENOENT");
        }

        @Override
        public Outcome dropVirtualServer(IpvsOp.DropVirtualServer op) {
            realServers.remove(op.virtualServer());
            connections.removeIf(connection -> connection.virtualServer().equals(op.virtualServer()));
            return virtualServers.remove(op.virtualServer()) != null ? applied() : already("ESRCH");
        }
    }
}
