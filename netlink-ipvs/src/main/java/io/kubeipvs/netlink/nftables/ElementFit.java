package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.nftables.expr.NftData;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import io.kubeipvs.netlink.nftables.expr.Verdict;
import java.util.List;

/** Whether a set can be and an element be in it: mistakes show where they are made, and not as the kernel's EINVAL. */
final class ElementFit {
    private ElementFit() {}

    /** {@code nft} would sort the values as numbers, the kernel sorts them as bytes. */
    static void requireIntervalsThatSort(NftSet set) {
        if (set.hasSplitIntervals() && !set.keyTypes().get(0).isSorted()) {
            throw new IllegalArgumentException(set.key() + ": intervals of "
                    + set.keyTypes().get(0) + " cannot be written, its bytes are in host order");
        }
    }

    static void requireElements(NftSet set, List<NftElement> elements) {
        requireKeys(set, elements);
        for (NftElement element : elements) {
            requireData(set, element);
        }
    }

    static void requireKeys(NftSet set, List<NftElement> elements) {
        requireIntervalsThatSort(set);
        int width = set.keyWidth();
        for (NftElement element : elements) {
            requireKey(set, width, element);
        }
    }

    private static void requireData(NftSet set, NftElement element) {
        if (element.data().isPresent() != set.isMap()) {
            throw impossible(set, element, set.isMap() ? "needs data" : "has data, which only maps have");
        }
        if (set.isMap()) {
            requireData(set, element, element.data().get());
        }
    }

    private static void requireKey(NftSet set, int width, NftElement element) {
        if (element.from().length() != width) {
            throw impossible(set, element, "has " + element.from().length() + " bytes, a key there has " + width);
        }
        if (element.isRange() && !set.hasIntervals()) {
            throw impossible(set, element, "is a range, which only sets with SetFlag.INTERVAL have");
        }
    }

    private static void requireData(NftSet set, NftElement element, NftData data) {
        boolean verdicts = set.dataTypes().equals(List.of(DataType.VERDICT));
        if (data instanceof Verdict != verdicts) {
            throw impossible(set, element, verdicts ? "needs a verdict" : "has a verdict");
        }
        if (data instanceof NftValue value && value.length() != DataType.widthOf(set.dataTypes())) {
            throw impossible(set, element, "has data of " + value.length() + " bytes");
        }
    }

    private static IllegalArgumentException impossible(NftSet set, NftElement element, String why) {
        return new IllegalArgumentException(set + ": element " + element.from() + " " + why);
    }
}
