package io.kubeipvs.daemon.kernel;

import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.daemon.config.DataPath;
import io.kubeipvs.daemon.config.FilterTuning;
import io.kubeipvs.daemon.kernel.filter.OurTables;
import io.kubeipvs.daemon.kernel.ipvs.IpvsLeftovers;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.nftables.NftablesClient;
import java.util.Collection;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The objects that the other data path left in the kernel. */
final class LeftObjects {
    private static final Logger LOG = LoggerFactory.getLogger(LeftObjects.class);

    private LeftObjects() {}

    /** The packet filter's: while nf_tables still translates destinations, the filter must decide before it. */
    static FilterTuning tuning(NftablesClient tables, FilterTuning wanted) throws NetlinkException {
        boolean isTranslated = tables.tables().stream().anyMatch(table -> OurTables.isDnat(table.key()));
        return isTranslated ? wanted.withDataPath(DataPath.NFTABLES) : wanted;
    }

    /** Ends the choice of real servers by nf_tables. Conntrack keeps established connections. */
    static boolean removeTranslation() {
        boolean isRemoved = OurTables.removeDnat() > 0;
        if (isRemoved) {
            LOG.info("other_data_path_removed data_path=nftables");
        }
        return isRemoved;
    }

    /**
     * Removes the virtual servers of IPVS that have no connection.
     *
     * @param served those that nf_tables serves
     * @return whether none remains
     */
    static boolean removeIpvs(Collection<Frontend> served) throws NetlinkException {
        IpvsLeftovers.Result result =
                IpvsLeftovers.remove(served.stream().map(Frontend::key).collect(Collectors.toSet()));
        if (result.removed() > 0) {
            LOG.info(
                    "other_data_path_removed data_path=ipvs virtual_servers={} with_connections={}",
                    result.removed(),
                    result.left());
        }
        return result.left() == 0;
    }
}
