package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.core.kernel.FilterState;
import io.kubeipvs.netlink.nftables.NftChange;
import io.kubeipvs.netlink.nftables.NftSet;
import io.kubeipvs.netlink.nftables.NftTable;
import java.util.List;

/** The content of our sets at one time, as {@link FilterReader} read it. */
public final class FilterReading {
    private final int generation;
    private final boolean isConsistent;
    private final FilterState state;
    private final List<NftChange> corrections;

    FilterReading(int generation, boolean isConsistent, FromFilter content) {
        this.generation = generation;
        this.isConsistent = isConsistent;
        this.state = content.state();
        this.corrections = content.corrections();
    }

    /** The generation of the rule set before it was read, an unsigned number. */
    public long generation() {
        return Integer.toUnsignedLong(generation);
    }

    /** Whether all of it is of that generation. If not, the rule set changed again and again while it was read. */
    public boolean isConsistent() {
        return isConsistent;
    }

    /** The content, without elements that make no sense. */
    public FilterState state() {
        return state;
    }

    /** Whether there are elements that make no sense, or that lack others: {@link FilterAdapter#correct} changes them. */
    public boolean needsCorrection() {
        return !corrections.isEmpty();
    }

    /** The changes that remove these elements, and add those that they lack. */
    List<NftChange> corrections() {
        return corrections;
    }

    /** The names of the sets to correct in a table. */
    List<String> incorrectSets(NftTable.Key table) {
        return corrections.stream()
                .map(FilterReading::set)
                .filter(set -> set.key().table().equals(table))
                .map(set -> set.key().name())
                .distinct()
                .toList();
    }

    private static NftSet set(NftChange ofElements) {
        return ofElements instanceof NftChange.PutElements put
                ? put.set()
                : ((NftChange.RemoveElements) ofElements).set();
    }
}
