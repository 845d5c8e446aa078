package io.kubeipvs.daemon.config;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads names of links; {@code *} at the end of one stands for any end. */
public final class LinkNames {
    /** {@code IFNAMSIZ} of the kernel, without the byte that ends a name. */
    static final int LONGEST = 15;

    private LinkNames() {}

    /** The names; one that another covers is left out, for the kernel takes no two that overlap. */
    public static Set<String> parse(String key, List<String> names) throws ConfigException {
        for (String name : names) {
            ValueRule.LINKS.check(key, name);
        }
        Set<String> parsed = new LinkedHashSet<>(names);
        parsed.removeIf(name -> isCovered(name, names));
        return parsed;
    }

    private static boolean isCovered(String name, Collection<String> names) {
        return names.stream()
                .filter(other -> other.endsWith("*") && !other.equals(name))
                .anyMatch(other -> name.startsWith(other.substring(0, other.length() - 1)));
    }
}
