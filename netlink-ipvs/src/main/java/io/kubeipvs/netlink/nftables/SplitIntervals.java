package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.Decoder;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Intervals of a set whose keys have one field. They lie in the kernel as two elements: the first key, and the first
 * key behind with {@link ElementCodec.Attr#INTERVAL_END}, which an interval up to the last key lacks.
 */
final class SplitIntervals {
    /** An element as the kernel has it. */
    record Half(NftElement element, boolean isEnd) {}

    /** An end comes before the start at the same key: it is of the interval before. */
    private static final Comparator<Half> ASCENDING = Comparator.comparing(
                    (Half half) -> half.element().from(), Comparator.naturalOrder())
            .thenComparing(half -> !half.isEnd());

    private SplitIntervals() {}

    /** Reads a part of a listing, and insists that every key has the set's width, for they are to be compared. */
    static Decoder<List<Half>> decoder(int keyWidth) {
        return message -> {
            List<Half> halves = ElementCodec.decode(message);
            for (Half half : halves) {
                int width = half.element().from().length();
                if (width != keyWidth) {
                    throw new MalformedMessageException(
                            "NFTA_SET_ELEM_KEY", 0, "a key of " + width + " bytes in a set of " + keyWidth);
                }
            }
            return halves;
        };
    }

    /**
     * The intervals of a set, in order. An end without a start is passed over: {@code nft} puts one at key 0 in front
     * of all others.
     */
    static List<NftElement> join(List<Half> halves) {
        List<Half> sorted = halves.stream().sorted(ASCENDING).toList();
        List<NftElement> intervals = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            if (!sorted.get(i).isEnd()) {
                NftElement start = sorted.get(i).element();
                boolean open = i + 1 == sorted.size();
                NftValue last = open
                        ? KeyOrder.last(start.from().length())
                        : beforeOrAt(sorted.get(i + 1).element().from(), start.from());
                intervals.add(new NftElement(
                        start.from(), last, start.data(), start.timeout(), start.expiration(), start.comment()));
            }
        }
        return List.copyOf(intervals);
    }

    private static NftValue beforeOrAt(NftValue next, NftValue start) {
        return next.equals(start) ? start : KeyOrder.previous(next);
    }
}
