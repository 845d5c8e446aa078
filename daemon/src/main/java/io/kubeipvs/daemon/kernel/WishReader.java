package io.kubeipvs.daemon.kernel;

import io.kubeipvs.core.explain.Wish;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.daemon.config.DataPath;
import io.kubeipvs.daemon.kernel.dnat.DnatReader;
import io.kubeipvs.daemon.kernel.filter.FilterLookup;
import io.kubeipvs.daemon.kernel.filter.RefusingChain;
import io.kubeipvs.daemon.kernel.filter.RefusingChains;
import io.kubeipvs.daemon.kernel.ipvs.IpvsAdapter;
import io.kubeipvs.daemon.kernel.ipvs.VirtualServerReader;
import io.kubeipvs.daemon.kernel.links.VipAdapter;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.ipvs.IpvsClient;
import io.kubeipvs.netlink.nftables.NftablesClient;
import io.kubeipvs.netlink.route.RouteClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the kernel objects that decide about one packet, of the calling thread's network namespace, through sockets of its
 * own. The cost does not depend on the number of Services, except for the list of VIPs, and without IPVS for that of virtual
 * servers. For one use by one thread.
 */
public final class WishReader implements AutoCloseable {
    private final DataPath path;
    private final NftablesClient tables;
    private final VirtualServerReader servers;
    private final VipAdapter vips;
    private Optional<List<RefusingChain>> refusing = Optional.empty();

    private WishReader(DataPath path, NftablesClient tables, VirtualServerReader servers, VipAdapter vips) {
        this.path = path;
        this.tables = tables;
        this.servers = servers;
        this.vips = vips;
    }

    /** @throws KernelUnavailableException when a socket cannot be opened, or there is no IPVS */
    public static WishReader open() {
        NftablesClient tables = null;
        VirtualServerReader servers = null;
        try {
            tables = NftablesClient.open();
            DataPath path = ServersOfNode.path();
            servers = path.isIpvs() ? new IpvsAdapter(IpvsClient.open()) : DnatReader.open(NetlinkKernel.families());
            return new WishReader(path, tables, servers, new VipAdapter(RouteClient.open()));
        } catch (NetlinkException e) {
            NetlinkKernel.closeQuietly(tables);
            NetlinkKernel.closeQuietly(servers);
            throw new KernelUnavailableException(UnusableKernel.problem(e), e);
        }
    }

    /** The one that carries virtual servers out. */
    public DataPath path() {
        return path;
    }

    /**
     * The objects of a wish as the kernel has them.
     *
     * @throws KernelUnavailableException when they cannot be read
     */
    public Wish.Found found(Wish wish) {
        try {
            FilterLookup filter = new FilterLookup(tables);
            boolean isVip = vips.read().contains(wish.key().vip())
                    && filter.isVip(wish.key().vip());
            Map<VirtualServer.Key, Optional<Frontend>> frontends = new HashMap<>();
            for (VirtualServer.Key key : wish.frontends().keySet()) {
                frontends.put(key, servers.frontend(key));
            }
            return new Wish.Found(isVip, filter.admission(wish.key(), wish.admission()), frontends);
        } catch (NetlinkException e) {
            throw new KernelUnavailableException(UnusableKernel.problem(e), e);
        }
    }

    /**
     * The chains of other programs that may drop packets of Services.
     *
     * @throws KernelUnavailableException when they cannot be read
     */
    public List<RefusingChain> refusing() {
        try {
            if (refusing.isEmpty()) {
                refusing = Optional.of(List.copyOf(RefusingChains.of(tables)));
            }
            return refusing.get();
        } catch (NetlinkException e) {
            throw new KernelUnavailableException(UnusableKernel.problem(e), e);
        }
    }

    @Override
    public void close() {
        NetlinkKernel.closeQuietly(tables);
        NetlinkKernel.closeQuietly(servers);
        NetlinkKernel.closeQuietly(vips);
    }
}
