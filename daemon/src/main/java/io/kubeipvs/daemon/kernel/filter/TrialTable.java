package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.core.model.Family;
import io.kubeipvs.daemon.config.FilterTuning;
import io.kubeipvs.netlink.nftables.NftChange;
import io.kubeipvs.netlink.nftables.NftTable;
import io.kubeipvs.netlink.nftables.TableFlag;
import java.util.List;
import java.util.stream.Stream;

/**
 * Our table of one family under another name, to find out whether a kernel takes it. It is dormant: its chains see no
 * packets while it exists.
 */
public final class TrialTable {
    private static final String NAME = "kube-ipvs-check";

    private final FilterTable table;

    private TrialTable(FilterTable real) {
        this.table = real.in(new NftTable(new NftTable.Key(real.key().family(), NAME), TableFlag.DORMANT));
    }

    /** The table of this family. */
    public static TrialTable of(Family family, FilterTuning tuning) {
        return new TrialTable(FilterTable.of(family, tuning));
    }

    /** The table for ARP, without which VIPs are announced on every link. */
    public static TrialTable ofArp() {
        return new TrialTable(ArpTable.table());
    }

    /** Creates it, and first removes one of an earlier trial that was killed. */
    public List<NftChange> creation() {
        Stream<NftChange> empty = Stream.of(
                new NftChange.PutTable(table.table(), NftChange.Put.ADD),
                removal().get(0));
        return Stream.concat(empty, table.creation().stream()).toList();
    }

    /** Creates and removes it in one transaction. */
    List<NftChange> trial() {
        return Stream.concat(creation().stream(), removal().stream()).toList();
    }

    /** Removes it. */
    public List<NftChange> removal() {
        return List.of(new NftChange.RemoveTable(table.key(), NftChange.Remove.DELETE));
    }
}
