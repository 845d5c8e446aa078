package io.kubeipvs.netlink;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The kernel's spelling of one enum of attribute types, by number, and which of them hold other attributes. A number
 * beyond the list is one that a later kernel added; it gets a name too.
 */
public final class AttributeNames {

    /** Nothing is known of what is inside. */
    static final AttributeNames NONE = of("");

    private final String prefix;
    private final List<String> names;
    private final Map<Integer, AttributeNames> inner;

    private AttributeNames(String prefix, List<String> names, Map<Integer, AttributeNames> inner) {
        this.prefix = prefix;
        this.names = names;
        this.inner = inner;
    }

    /** All names without their common prefix, in the order of the C enum, from number 0. */
    public static AttributeNames of(String prefix, String... names) {
        return new AttributeNames(prefix, List.of(names), Map.of());
    }

    /** The same names, with the attributes of one type known to hold attributes of these names. */
    public AttributeNames nested(int type, AttributeNames inside) {
        Map<Integer, AttributeNames> extended = new HashMap<>(inner);
        extended.put(type, inside);
        return new AttributeNames(prefix, names, Map.copyOf(extended));
    }

    /** The name of a type, such as {@code IPVS_SVC_ATTR_PORT}. */
    public String name(int type) {
        return prefix + (isKnown(type) ? names.get(type) : Integer.toString(type));
    }

    boolean isKnown(int type) {
        return type >= 0 && type < names.size();
    }

    Optional<AttributeNames> inside(int type) {
        return Optional.ofNullable(inner.get(type));
    }
}
