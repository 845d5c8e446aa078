package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.nftables.NftChange;
import io.kubeipvs.netlink.nftables.NftResult;
import io.kubeipvs.netlink.nftables.NftTable;
import io.kubeipvs.netlink.nftables.NftablesClient;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The tables that this program creates, found and removed in the network namespace of the calling thread. */
public final class OurTables {
    /** The name of the tables that carry virtual servers out on a kernel without IPVS. */
    public static final String DNAT = "kube-ipvs-dnat";

    private static final Set<NftTable.Key> KEYS = Set.of(
            FilterFamily.V4.table,
            FilterFamily.V6.table,
            ArpTable.KEY,
            ConntrackTable.key(FilterFamily.V4),
            ConntrackTable.key(FilterFamily.V6),
            new NftTable.Key(FilterFamily.V4.table.family(), DNAT),
            new NftTable.Key(FilterFamily.V6.table.family(), DNAT));

    private OurTables() {}

    /** Whether this is one of them. */
    public static boolean has(NftTable.Key table) {
        return KEYS.contains(table);
    }

    /**
     * Whether one of them exists.
     *
     * @throws KernelUnavailableException when the tables cannot be listed
     */
    public static boolean exist() {
        try (NftablesClient client = NftablesClient.open()) {
            return !existing(client).isEmpty();
        } catch (NetlinkException e) {
            throw new KernelUnavailableException(e.getMessage(), e);
        }
    }

    /**
     * Whether nf_tables carries virtual servers out here.
     *
     * @throws KernelUnavailableException when the tables cannot be listed
     */
    public static boolean hasDnat() {
        try (NftablesClient client = NftablesClient.open()) {
            return existing(client).stream().anyMatch(OurTables::isDnat);
        } catch (NetlinkException e) {
            throw new KernelUnavailableException(e.getMessage(), e);
        }
    }

    /**
     * Removes them, each with everything in it. Returns how many there were.
     *
     * @throws KernelUnavailableException when one is not removed
     */
    public static int remove() {
        return remove(KEYS::contains);
    }

    /** The same of those that carry virtual servers out. */
    public static int removeDnat() {
        return remove(OurTables::isDnat);
    }

    /** Whether this table carries virtual servers out. */
    public static boolean isDnat(NftTable.Key table) {
        return KEYS.contains(table) && table.name().equals(DNAT);
    }

    private static int remove(Predicate<NftTable.Key> which) {
        try (NftablesClient client = NftablesClient.open()) {
            List<NftTable.Key> tables = existing(client).stream().filter(which).toList();
            for (NftTable.Key table : tables) {
                NftResult result = client.apply(List.of(new NftChange.RemoveTable(table, NftChange.Remove.DELETE)));
                if (!(result instanceof NftResult.Committed)) {
                    throw new KernelUnavailableException("table " + table + ": " + result, null);
                }
            }
            return tables.size();
        } catch (NetlinkException e) {
            throw new KernelUnavailableException(e.getMessage(), e);
        }
    }

    private static List<NftTable.Key> existing(NftablesClient client) throws NetlinkException {
        return client.tables().stream()
                .map(NftTable::key)
                .filter(KEYS::contains)
                .toList();
    }
}
