package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.NetlinkException;
import java.util.List;

/** Reads the nf_tables rule set of one network namespace, and cannot change it. Used by one thread at a time. */
public interface RuleSetReader {
    /**
     * The number of the rule set's present state; every transaction of anybody raises it.
     *
     * @throws io.kubeipvs.netlink.RefusedException {@code EINVAL}: the kernel has no nf_tables
     */
    int generation() throws NetlinkException;

    /** All tables of all programs. */
    List<NftTable> tables() throws NetlinkException;

    /** A table's chains; empty also when there is no such table. */
    List<NftChain> chains(NftTable.Key table) throws NetlinkException;

    /**
     * A table's sets and maps.
     *
     * @throws io.kubeipvs.netlink.RefusedException {@code ENOENT}: there is no such table
     */
    List<NftSet> sets(NftTable.Key table) throws NetlinkException;

    /**
     * A set's elements, in no order unless it has intervals of keys of one field, which are in theirs. The element that
     * stands for all keys without one ({@code *}) is omitted.
     *
     * @throws io.kubeipvs.netlink.RefusedException {@code ENOENT}: there is no such set
     */
    List<NftElement> elements(NftSet set) throws NetlinkException;

    /** A table's rules, chain by chain, in the order in which they are evaluated; empty also without such a table. */
    List<NftRule> rules(NftTable.Key table) throws NetlinkException;

    /** A chain's rules, in the order in which they are evaluated; empty also when there is no such chain. */
    List<NftRule> rules(NftChain.Key chain) throws NetlinkException;
}
