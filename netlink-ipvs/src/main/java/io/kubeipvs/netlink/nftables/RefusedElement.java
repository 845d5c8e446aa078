package io.kubeipvs.netlink.nftables;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which of a change's elements the kernel pointed to. */
final class RefusedElement {
    private static final Pattern PLACE = Pattern.compile("^NFTA_SET_ELEM_LIST_ELEMENTS/NFTA_LIST_ELEM\\[(\\d+)]");

    private RefusedElement() {}

    /** @param attribute the path of the refused attribute */
    static Optional<NftElement> of(NftChange change, String attribute) {
        Matcher place = PLACE.matcher(attribute);
        if (!place.find()) {
            return Optional.empty();
        }
        int index = Integer.parseInt(place.group(1));
        if (change instanceof NftChange.PutElements put) {
            return at(put.set(), put.elements(), index);
        }
        return change instanceof NftChange.RemoveElements remove
                ? at(remove.set(), remove.elements(), index)
                : Optional.empty();
    }

    private static Optional<NftElement> at(NftSet set, List<NftElement> elements, int index) {
        int next = 0;
        for (NftElement element : elements) {
            next += ElementCodec.membersOf(set, element);
            if (index < next) {
                return Optional.of(element);
            }
        }
        return Optional.empty();
    }
}
