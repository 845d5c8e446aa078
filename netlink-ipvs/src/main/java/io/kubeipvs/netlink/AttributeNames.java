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
    /** The names inside each member of a list; empty for anything but a list. */
    private final Optional<AttributeNames> member;

    private AttributeNames(
            String prefix, List<String> names, Map<Integer, AttributeNames> inner, Optional<AttributeNames> member) {
        this.prefix = prefix;
        this.names = names;
        this.inner = inner;
        this.member = member;
    }

    /** All names without their common prefix, in the order of the C enum, from number 0. */
    public static AttributeNames of(String prefix, String... names) {
        return new AttributeNames(prefix, List.of(names), Map.of(), Optional.empty());
    }

    /** Names in a list: all attributes are members of it, whatever their type, and hold attributes of these names. */
    public static AttributeNames listOf(String name, AttributeNames member) {
        return new AttributeNames(name, List.of(), Map.of(), Optional.of(member));
    }

    /** The same names, with the attributes of one type known to hold attributes of these names. */
    public AttributeNames nested(int type, AttributeNames inside) {
        Map<Integer, AttributeNames> extended = new HashMap<>(inner);
        extended.put(type, inside);
        return new AttributeNames(prefix, names, Map.copyOf(extended), member);
    }

    /** The name of a type, such as {@code IPVS_SVC_ATTR_PORT}. */
    public String name(int type) {
        if (isList()) {
            return prefix;
        }
        return prefix + (isKnown(type) ? names.get(type) : Integer.toString(type));
    }

    boolean isKnown(int type) {
        return isList() || type >= 0 && type < names.size();
    }

    boolean isList() {
        return member.isPresent();
    }

    /** The names inside an attribute; without names if nothing is known of it. */
    AttributeNames insideOrNone(int type) {
        return isList() ? member.get() : inner.getOrDefault(type, NONE);
    }

    Optional<AttributeNames> inside(int type) {
        return isList() ? member : Optional.ofNullable(inner.get(type));
    }
}
