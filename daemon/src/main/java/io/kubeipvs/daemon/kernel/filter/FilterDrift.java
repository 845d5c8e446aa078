package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.nftables.NftChain;
import io.kubeipvs.netlink.nftables.NftRule;
import io.kubeipvs.netlink.nftables.NftTable;
import io.kubeipvs.netlink.nftables.RuleSetReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * In what a table of the kernel is not the one that is wanted, its elements aside.
 *
 * @param exists whether there is one of its name
 * @param differences what is missing, changed or too much, in words; empty = it is as wanted
 */
public record FilterDrift(boolean exists, List<String> differences) {
    /** A table that is as wanted, of an earlier run of which the other tables are gone: its elements mean nothing. */
    static final FilterDrift LEFT = new FilterDrift(true, List.of("elements of an earlier run"));

    private static final FilterDrift MISSING = new FilterDrift(false, List.of("missing"));

    /** @param existing all tables of the kernel */
    public static FilterDrift of(FilterTable wanted, List<NftTable> existing, RuleSetReader client)
            throws NetlinkException {
        Optional<NftTable> table =
                existing.stream().filter(one -> one.key().equals(wanted.key())).findFirst();
        if (table.isEmpty()) {
            return MISSING;
        }
        List<String> differences = new ArrayList<>();
        if (!table.get().equals(wanted.table())) {
            differences.add("flags 0x" + Integer.toHexString(table.get().flags()));
        }
        compare(
                wanted.sets(),
                client.sets(wanted.key()),
                set -> "set " + set.key().name(),
                differences);
        compare(
                wanted.chains(),
                client.chains(wanted.key()),
                chain -> "chain " + chain.key().name(),
                differences);
        compare(
                byChain(wanted.rules()).entrySet(),
                byChain(client.rules(wanted.key())).entrySet(),
                chain -> "rules of chain " + chain.getKey().name(),
                differences);
        return new FilterDrift(true, List.copyOf(differences));
    }

    public boolean isNone() {
        return differences.isEmpty();
    }

    public String text() {
        return String.join(", ", differences);
    }

    private static <T> void compare(
            Collection<T> wanted, Collection<T> found, Function<T, String> name, List<String> differences) {
        Set<T> odd = new HashSet<>(wanted);
        odd.addAll(found);
        odd.removeIf(one -> wanted.contains(one) && found.contains(one));
        differences.addAll(odd.stream().map(name).collect(Collectors.toCollection(TreeSet::new)));
    }

    private static Map<NftChain.Key, List<NftRule>> byChain(List<NftRule> rules) {
        return rules.stream().map(NftRule::asWritten).collect(Collectors.groupingBy(NftRule::chain));
    }
}
