package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.daemon.config.DataPath;
import io.kubeipvs.netlink.nftables.ChainType;
import io.kubeipvs.netlink.nftables.Hook;
import io.kubeipvs.netlink.nftables.NftChain;
import io.kubeipvs.netlink.nftables.NftTable;
import java.util.List;
import java.util.stream.Stream;

/**
 * The chains of a table. IPVS itself is at the hook input with the priorities 98 and 99, and at output with -99 and -98;
 * conntrack is at -200, what others translate at -100 and 100.
 */
final class FilterChains {
    static final String UNASSIGNED = "unassigned";
    static final String PREROUTING = "prerouting";
    static final String PREROUTING_ASK = "prerouting-ask";
    static final String PREROUTING_RESTORE = "prerouting-restore";
    static final String INPUT = "input";
    static final String INPUT_RESTORE = "input-restore";
    static final String OUTPUT_REENTRY = "output-reentry";
    static final String OUTPUT_RESTORE = "output-restore";
    static final String OUTPUT = "output";
    static final String OWN = "own";
    static final String POSTROUTING = "postrouting";
    static final String UNMARK = "unmark";

    static final String ASK = "ask";
    static final String CLUSTER = "cluster";
    static final String TRANSIT = "transit";
    static final String EXTERNAL = "external";
    static final String LOCAL = "local";
    static final String NO_LOCAL = "no-local";
    static final String TRANSITION = "transition";
    static final String INSIDE = "inside";
    static final String UNSERVED = "unserved";
    static final String REFUSE = "refuse";
    static final String RESTORE = "restore";
    static final String FROM_NODE = "from-node";

    private FilterChains() {}

    static List<NftChain> of(NftTable.Key table, DataPath path) {
        Stream<NftChain> first = Stream.of(
                NftChain.base(table, UNASSIGNED, ChainType.FILTER, Hook.PREROUTING, -105),
                NftChain.base(table, PREROUTING, ChainType.NAT, Hook.PREROUTING, -101));
        Stream<NftChain> hooked = Stream.of(
                NftChain.base(table, INPUT_RESTORE, ChainType.FILTER, Hook.INPUT, 101),
                NftChain.base(table, OUTPUT_REENTRY, ChainType.FILTER, Hook.OUTPUT, -301),
                NftChain.base(table, OUTPUT, ChainType.FILTER, Hook.OUTPUT, -110),
                NftChain.base(table, OWN, ChainType.NAT, Hook.OUTPUT, -101),
                NftChain.base(table, OUTPUT_RESTORE, ChainType.FILTER, Hook.OUTPUT, -97),
                NftChain.base(table, POSTROUTING, ChainType.NAT, Hook.POSTROUTING, 99),
                NftChain.base(table, UNMARK, ChainType.FILTER, Hook.POSTROUTING, 101));
        Stream<NftChain> regular = Stream.of(
                        ASK,
                        CLUSTER,
                        TRANSIT,
                        EXTERNAL,
                        LOCAL,
                        NO_LOCAL,
                        TRANSITION,
                        INSIDE,
                        UNSERVED,
                        REFUSE,
                        RESTORE,
                        FROM_NODE)
                .map(name -> NftChain.regular(table, name));
        return Stream.of(first, before(table, path), hooked, regular)
                .flatMap(chains -> chains)
                .toList();
    }

    /** nf_tables chooses a real server at hook prerouting, where the packet still has the VIP as destination. */
    private static Stream<NftChain> before(NftTable.Key table, DataPath path) {
        return path.isIpvs()
                ? Stream.of(NftChain.base(table, INPUT, ChainType.FILTER, Hook.INPUT, 97))
                : Stream.of(
                        NftChain.base(table, PREROUTING_ASK, ChainType.FILTER, Hook.PREROUTING, -103),
                        NftChain.base(table, PREROUTING_RESTORE, ChainType.FILTER, Hook.PREROUTING, -97));
    }
}
