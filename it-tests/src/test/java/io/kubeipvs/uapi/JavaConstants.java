package io.kubeipvs.uapi;

import io.kubeipvs.netlink.AttributeNames;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The constants that a class declares, public or not. */
final class JavaConstants {

    private static final Set<Class<?>> PLAIN = Set.of(int.class, long.class, short.class, byte.class, String.class);
    private static final List<String> NUMBER = List.of("number", "code");

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
            } else if (field.getType() == type && number().isPresent()) {
                values.put(field.getName(), plain(number().get().apply(get(field, null))));
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
     * Whether this is a class of constants by its shape: it has nothing else, or lists attribute names, or has constants
     * of its own type that have numbers.
     */
    boolean isClassOfConstants() {
        Set<Class<?>> types = constants().stream().map(Field::getType).collect(Collectors.toSet());
        boolean lists = types.contains(AttributeNames.class) && type != AttributeNames.class;
        boolean numbered = types.contains(type) && number().isPresent();
        return lists || numbered || !types.isEmpty() && PLAIN.containsAll(types) && hasNothingElse();
    }

    private boolean hasNothingElse() {
        long others = Arrays.stream(type.getDeclaredFields())
                .filter(field -> !field.isSynthetic())
                .count();
        return others == constants().size() && type.getDeclaredMethods().length == 0 && !type.isInterface();
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

    /** How a constant of the class's own type gives its number, by a method or in a field. */
    private Optional<Function<Object, Object>> number() {
        for (String name : NUMBER) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.getName().equals(name) && method.getParameterCount() == 0) {
                    return Optional.of(constant -> call(method, constant));
                }
            }
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(name) && !Modifier.isStatic(field.getModifiers())) {
                    return Optional.of(constant -> get(field, constant));
                }
            }
        }
        return Optional.empty();
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

    private static Object call(Method method, Object owner) {
        try {
            method.setAccessible(true);
            return method.invoke(owner);
        } catch (ReflectiveOperationException forbidden) {
            throw new IllegalStateException(forbidden);
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
