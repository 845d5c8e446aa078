package io.kubeipvs.netlink;

import java.util.List;
import java.util.function.IntFunction;

/** The kernel's spelling of one family of attribute types, by number; unknown numbers get a name too. */
public final class AttributeNames implements IntFunction<String> {

    private final String prefix;
    private final List<String> names;

    private AttributeNames(String prefix, List<String> names) {
        this.prefix = prefix;
        this.names = names;
    }

    /** Names without their common prefix, in the order of the C enum, from number 0. */
    public static AttributeNames of(String prefix, String... names) {
        return new AttributeNames(prefix, List.of(names));
    }

    @Override
    public String apply(int type) {
        return prefix + (type >= 0 && type < names.size() ? names.get(type) : Integer.toString(type));
    }
}
