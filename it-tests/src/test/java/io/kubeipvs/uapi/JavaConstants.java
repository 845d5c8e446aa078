package io.kubeipvs.uapi;

import io.kubeipvs.netlink.AttributeNames;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The constants that a class declares, public or not. */
final class JavaConstants {

    private static final Set<Class<?>> PLAIN = Set.of(int.class, long.class, short.class, byte.class, String.class);
    private static final Set<String> NUMBER = Set.of("number", "code");

    private final Class<?> type;

    JavaConstants(Class<?> type) {
        this.type = type;
    }

    /** Numbers as {@link Long}, and strings, by field; of a constant of the class's own type, its number. */
    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Field field : constants()) {
            if (PLAIN.contains(field.getType())) {
                values.put(field.getName(), plain(get(field, null)));
            } else if (field.getType() == type) {
                values.put(field.getName(), plain(get(numberField(), get(field, null))));
            }
        }
        return values;
    }

    /** The lists of attribute names, each with its names in full. */
    List<List<String>> attributeNames() {
        List<List<String>> lists = new ArrayList<>();
        for (Field field : constants()) {
            if (field.getType() == AttributeNames.class) {
                lists.add(names((AttributeNames) get(field, null)));
            }
        }
        return lists;
    }

    /** The names of all constants and attributes. */
    Set<String> names() {
        Set<String> names = new HashSet<>(values().keySet());
        attributeNames().forEach(names::addAll);
        return names;
    }

    /**
     * Whether this is a class of constants by its shape: nothing but constants, or lists attribute names, or is an enum
     * with the kernel's numbers.
     */
    boolean isClassOfConstants() {
        boolean lists = type != AttributeNames.class
                && constants().stream().anyMatch(field -> field.getType() == AttributeNames.class);
        if (type.isEnum()) {
            return Arrays.stream(type.getDeclaredFields()).anyMatch(field -> NUMBER.contains(field.getName()));
        }
        boolean nothingElse = Arrays.stream(type.getDeclaredFields())
                        .allMatch(field -> field.isSynthetic() || PLAIN.contains(field.getType()))
                && Arrays.stream(type.getDeclaredFields()).allMatch(field -> Modifier.isStatic(field.getModifiers()))
                && type.getDeclaredMethods().length == 0
                && !type.isInterface();
        return lists || nothingElse && !constants().isEmpty();
    }

    private static List<String> names(AttributeNames names) {
        String prefix = (String) get(field(AttributeNames.class, "prefix"), names);
        List<?> known = (List<?>) get(field(AttributeNames.class, "names"), names);
        return known.stream().map(name -> prefix + name).toList();
    }

    private List<Field> constants() {
        return Arrays.stream(type.getDeclaredFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()) && Modifier.isFinal(field.getModifiers()))
                .filter(field -> !field.isSynthetic())
                .toList();
    }

    private Field numberField() {
        return Arrays.stream(type.getDeclaredFields())
                .filter(field -> NUMBER.contains(field.getName()) && !Modifier.isStatic(field.getModifiers()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(type + " has constants but no field of " + NUMBER));
    }

    private static Object plain(Object value) {
        return value instanceof Number number ? (Object) number.longValue() : value;
    }

    private static Field field(Class<?> owner, String name) {
        try {
            return owner.getDeclaredField(name);
        } catch (NoSuchFieldException renamed) {
            throw new IllegalStateException(renamed);
        }
    }

    private static Object get(Field field, Object owner) {
        try {
            field.setAccessible(true);
            return field.get(owner);
        } catch (IllegalAccessException forbidden) {
            throw new IllegalStateException(forbidden);
        }
    }
}
