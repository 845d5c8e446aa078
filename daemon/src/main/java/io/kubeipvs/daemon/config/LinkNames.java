package io.kubeipvs.daemon.config;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads names of links; {@code *} at the end of a name stands for any end. */
final class LinkNames {
    /** {@code IFNAMSIZ} of the kernel, without the byte that ends a name. */
    static final int LONGEST = 15;

    /** A name that may end in {@code *}. */
    static final String PATTERN = pattern(LONGEST) + "\\*?";

    private LinkNames() {}

    /** The pattern of a name of so many characters at most. */
    static String pattern(int longest) {
        return "[^\\s/*]{1," + longest + "}";
    }

    /** Reads one name, or the beginning of names, of so many characters at most. */
    static String one(String key, String name, int longest) throws ConfigException {
        if (!name.matches(pattern(longest))) {
            throw new ConfigException(key, name, "1 to " + longest + " characters of a link's name");
        }
        return name;
    }

    /** The names without those that another name covers: the kernel takes no two that overlap. */
    static Set<String> parse(String key, List<String> names) throws ConfigException {
        for (String name : names) {
            if (!name.matches(PATTERN)) {
                throw new ConfigException(
                        key, name, "1 to " + LONGEST + " characters of a link's name, and a * for any end");
            }
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
