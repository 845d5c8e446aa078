package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.nftables.expr.NftValue;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a list of messages that is too large for one transaction may be cut into several: only between lists of
 * elements.
 *
 * <ul>
 *   <li>Tables, chains, sets, rules and flushes stay together with all that stands between them. So a rule is never in
 *       the kernel without the chain's other new ones, and a flushed chain is never seen empty.
 *   <li>The removal of an element stays together with a later addition of the same key, and the flush or removal of a
 *       set, or a removal from an interval set, with any later addition to the set. So what is replaced is never
 *       missed.
 * </ul>
 *
 * <p>The order of messages is kept. What other packets see in between is therefore the old state with some elements
 * already gone and some already there.
 */
final class Cuts {
    /** Of each message from which on no cut may be until a later one: that one; itself for all others. */
    private final int[] reach;

    private Cuts(int[] reach) {
        this.reach = reach;
    }

    static Cuts of(List<NftChange> messages) {
        int[] reach = new int[messages.size()];
        Arrays.setAll(reach, i -> i);
        Bonds bonds = new Bonds();
        for (int i = messages.size() - 1; i >= 0; i--) {
            reach[i] = messages.get(i).on(bonds.at(i));
        }
        return new Cuts(reach);
    }

    /**
     * The last place for a cut behind {@code from} and not behind {@code limit}: how many messages are before it.
     * {@code from} itself if there is none.
     */
    int last(int from, int limit) {
        int last = from;
        int reached = from;
        for (int i = from; i < limit; i++) {
            reached = Math.max(reached, reach[i]);
            if (reached <= i) {
                last = i + 1;
            }
        }
        return last;
    }

    /**
     * Walks the messages from the last to the first. Keeps, for each, the last later message that must be in the same
     * transaction.
     */
    private static final class Bonds implements NftChange.Cases<Integer> {
        private record ElementKey(NftSet.Key set, NftValue from) {}

        /** The last message that adds an element. */
        private final Map<ElementKey, Integer> elementAdded = new HashMap<>();
        /** The last message that adds anything to a set. */
        private final Map<NftSet.Key, Integer> setAdded = new HashMap<>();

        private int lastStructure = -1;
        private int index;

        Bonds at(int newIndex) {
            index = newIndex;
            return this;
        }

        @Override
        public Integer putTable(NftChange.PutTable change) {
            return structure();
        }

        @Override
        public Integer removeTable(NftChange.RemoveTable change) {
            return structure();
        }

        @Override
        public Integer putChain(NftChange.PutChain change) {
            return structure();
        }

        @Override
        public Integer removeChain(NftChange.RemoveChain change) {
            return structure();
        }

        @Override
        public Integer flushChain(NftChange.FlushChain change) {
            return structure();
        }

        @Override
        public Integer putSet(NftChange.PutSet change) {
            return structure();
        }

        @Override
        public Integer removeSet(NftChange.RemoveSet change) {
            return Math.max(structure(), setAdded.getOrDefault(change.key(), index));
        }

        @Override
        public Integer flushSet(NftChange.FlushSet change) {
            return Math.max(structure(), setAdded.getOrDefault(change.key(), index));
        }

        @Override
        public Integer putElements(NftChange.PutElements change) {
            NftSet.Key set = change.set().key();
            setAdded.putIfAbsent(set, index);
            if (!change.set().hasIntervals()) {
                for (NftElement element : change.elements()) {
                    elementAdded.putIfAbsent(new ElementKey(set, element.from()), index);
                }
            }
            return index;
        }

        @Override
        public Integer removeElements(NftChange.RemoveElements change) {
            NftSet.Key set = change.set().key();
            if (change.set().hasIntervals()) {
                return setAdded.getOrDefault(set, index);
            }
            int last = index;
            for (NftElement element : change.elements()) {
                last = Math.max(last, elementAdded.getOrDefault(new ElementKey(set, element.from()), index));
            }
            return last;
        }

        @Override
        public Integer addRule(NftChange.AddRule change) {
            return structure();
        }

        @Override
        public Integer insertRule(NftChange.InsertRule change) {
            return structure();
        }

        @Override
        public Integer replaceRule(NftChange.ReplaceRule change) {
            return structure();
        }

        @Override
        public Integer removeRule(NftChange.RemoveRule change) {
            return structure();
        }

        private int structure() {
            lastStructure = Math.max(lastStructure, index);
            return lastStructure;
        }
    }
}
