package io.kubeipvs.it.dnat;

import io.kubeipvs.core.kernel.FakeKernel;
import io.kubeipvs.core.kernel.FilterOp;
import io.kubeipvs.core.kernel.FlowOp;
import io.kubeipvs.core.kernel.IpvsOp;
import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.Preparation;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VipOp;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.daemon.config.FilterTuning;
import io.kubeipvs.daemon.kernel.dnat.DnatAdapter;
import io.kubeipvs.daemon.kernel.filter.FilterAdapter;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.conntrack.ConntrackClient;
import io.kubeipvs.netlink.nftables.NftablesClient;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The kernel of a namespace in which nf_tables carries virtual servers out. VIPs are those of a fake: the machines of the
 * native tier have no dummy links.
 */
final class DnatKernel implements Kernel, AutoCloseable {
    private static final Set<Family> FAMILIES = EnumSet.allOf(Family.class);

    private final NftablesClient client;
    private final DnatAdapter servers;
    private final FilterAdapter filter;
    private final FakeKernel vips = new FakeKernel();

    DnatKernel(KernelNamespace namespace) throws Exception {
        this.client = namespace.call(NftablesClient::open);
        this.servers = new DnatAdapter(client, namespace.call(ConntrackClient::open), FAMILIES);
        this.filter = new FilterAdapter(client, FAMILIES, FilterTuning.DEFAULT);
    }

    private interface Use<T> {
        T call() throws NetlinkException;
    }

    private static <T> T use(Use<T> use) {
        try {
            return use.call();
        } catch (NetlinkException e) {
            throw new KernelUnavailableException(e.getMessage(), e);
        }
    }

    @Override
    public Preparation prepare() {
        vips.prepare();
        List<String> repaired = new ArrayList<>(use(filter::prepare));
        repaired.addAll(use(servers::prepare));
        return new Preparation(repaired, List.of());
    }

    @Override
    public KernelState observe() {
        return use(() -> KernelState.of(servers.read(), vips.observe().vips(), filter.read()));
    }

    @Override
    public Map<RealServer.Key, Integer> connections(VirtualServer.Key virtualServer) {
        return use(() -> servers.connections(virtualServer));
    }

    @Override
    public List<Outcome> apply(List<KernelOp> operations) {
        Parts parts = new Parts();
        operations.forEach(op -> op.bySubsystem(parts));
        List<Outcome> ofServers = parts.ipvs.isEmpty() ? List.of() : servers.apply(parts.ipvs);
        List<Outcome> ofVips = vips.apply(List.copyOf(parts.vips));
        List<Outcome> ofFilter = filter.apply(parts.filter);
        List<Outcome> outcomes = new ArrayList<>();
        int[] next = new int[3];
        for (KernelOp op : operations) {
            outcomes.add(op.bySubsystem(new KernelOp.Subsystems<>() {
                @Override
                public Outcome ipvs(IpvsOp one) {
                    return ofServers.get(next[0]++);
                }

                @Override
                public Outcome vip(VipOp one) {
                    return ofVips.get(next[1]++);
                }

                @Override
                public Outcome filter(FilterOp one) {
                    return ofFilter.get(next[2]++);
                }

                @Override
                public Outcome flow(FlowOp one) {
                    return new Outcome.Applied();
                }
            }));
        }
        return outcomes;
    }

    /** The operations of each subsystem. */
    private static final class Parts implements KernelOp.Subsystems<Boolean> {
        private final List<IpvsOp> ipvs = new ArrayList<>();
        private final List<VipOp> vips = new ArrayList<>();
        private final List<FilterOp> filter = new ArrayList<>();

        @Override
        public Boolean ipvs(IpvsOp op) {
            return ipvs.add(op);
        }

        @Override
        public Boolean vip(VipOp op) {
            return vips.add(op);
        }

        @Override
        public Boolean filter(FilterOp op) {
            return filter.add(op);
        }

        @Override
        public Boolean flow(FlowOp op) {
            return true;
        }
    }

    @Override
    public void close() throws NetlinkException {
        servers.close();
        filter.close();
    }
}
