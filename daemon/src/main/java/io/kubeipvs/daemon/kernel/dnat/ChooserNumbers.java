package io.kubeipvs.daemon.kernel.dnat;

import io.kubeipvs.daemon.kernel.filter.FilterElements;
import io.kubeipvs.netlink.nftables.NftElement;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import io.kubeipvs.netlink.nftables.expr.Verdict;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The number of each {@link Chooser} of a table. Virtual servers have it instead of a verdict, because the kernel looks at
 * all elements of a map when it gets one more verdict ({@code net/netfilter/nf_tables_api.c, nft_table_validate}). The kernel
 * remembers the numbers. Used by one thread.
 */
final class ChooserNumbers {
    private final Map<Chooser, Integer> numbers = new HashMap<>();
    private final Map<Integer, Chooser> choosers = new HashMap<>();

    /** Those of the elements that {@link #elements} made. Others are ignored. */
    static ChooserNumbers read(Collection<NftElement> elements) {
        ChooserNumbers found = new ChooserNumbers();
        for (NftElement element : elements) {
            element.data()
                    .filter(Verdict.class::isInstance)
                    .flatMap(verdict -> Chooser.named(((Verdict) verdict).chain()))
                    .ifPresent(chooser -> found.put(chooser, element.from().toInt()));
        }
        return found;
    }

    private void put(Chooser chooser, int number) {
        if (numbers.putIfAbsent(chooser, number) == null) {
            choosers.put(number, chooser);
        }
    }

    /** The chooser with this number. */
    Optional<Chooser> chooser(int number) {
        return Optional.ofNullable(choosers.get(number));
    }

    /** The number of a chooser. A new one has the hash of its name, or the next number that is free. */
    int of(Chooser chooser) {
        Integer known = numbers.get(chooser);
        if (known != null) {
            return known;
        }
        int number = chooser.chain().hashCode();
        while (choosers.containsKey(number)) {
            number++;
        }
        put(chooser, number);
        return number;
    }

    /** The elements that lead from the numbers of these choosers to their chains. */
    FilterElements elements(DnatTable table, Collection<Chooser> some) {
        FilterElements elements = new FilterElements();
        for (Chooser chooser : some) {
            NftValue number = NftValue.u32(of(chooser));
            elements.add(table.choosers(), NftElement.of(number).mapTo(Verdict.goTo(chooser.chain())));
        }
        return elements;
    }
}
