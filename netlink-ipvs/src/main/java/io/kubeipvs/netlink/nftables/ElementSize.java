package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.nftables.expr.NftData;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import io.kubeipvs.netlink.nftables.expr.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * How much room elements take, to cut a list into messages: its attribute has a length of 16 bits. In step with
 * {@link ElementCodec}, which a property checks.
 */
final class ElementSize {
    /** {@code nla_len} of {@code NFTA_SET_ELEM_LIST_ELEMENTS}, header included. */
    private static final int MAX_LIST = 0xFFFF;

    private static final int HEADER = 4;
    private static final int FLAGS = HEADER + 4;
    private static final int TIME = HEADER + 8;
    private static final int VERDICT_CODE = HEADER + 4;

    private ElementSize() {}

    /** The elements in pieces that fit a message each, in order; none of no elements. */
    static List<List<NftElement>> pieces(NftSet set, List<NftElement> elements) {
        List<List<NftElement>> pieces = new ArrayList<>();
        int start = 0;
        int bytes = HEADER;
        for (int i = 0; i < elements.size(); i++) {
            int more = of(set, elements.get(i));
            if (bytes + more > MAX_LIST) {
                pieces.add(elements.subList(start, i));
                start = i;
                bytes = HEADER;
            }
            bytes += more;
        }
        if (start < elements.size()) {
            pieces.add(elements.subList(start, elements.size()));
        }
        return pieces;
    }

    /** Bytes of an element in its list. */
    static int of(NftSet set, NftElement element) {
        int key = 2 * HEADER + align(element.from().length());
        int times =
                (element.timeout().isZero() ? 0 : TIME) + (element.expiration().isZero() ? 0 : TIME);
        int size = HEADER + key + times + rest(element);
        if (set.hasSplitIntervals()) {
            return size + (KeyOrder.isLast(element.to()) ? 0 : HEADER + FLAGS + key);
        }
        return size + (set.hasWholeIntervals() ? key : 0);
    }

    private static int rest(NftElement element) {
        int data = element.data().isPresent() ? HEADER + data(element.data().get()) : 0;
        int comment = element.comment().isEmpty() ? 0 : HEADER + align(UserData.stringSize(element.comment()));
        return data + comment;
    }

    private static int data(NftData data) {
        if (data instanceof NftValue value) {
            return HEADER + align(value.length());
        }
        String chain = ((Verdict) data).chain();
        int name = chain.getBytes(StandardCharsets.UTF_8).length;
        return HEADER + VERDICT_CODE + (name == 0 ? 0 : HEADER + align(name + 1));
    }

    private static int align(int length) {
        return length + 3 & ~3;
    }
}
