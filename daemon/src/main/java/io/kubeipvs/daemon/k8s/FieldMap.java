package io.kubeipvs.daemon.k8s;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The fields of an API object, or of a map in one. Every reader checks the type, and names the place of a wrong value.
 * An absent field and one that is null are the same.
 */
public final class FieldMap {
    /** Without fields. */
    public static final FieldMap EMPTY = of(Map.of());

    private final Place place;
    private final Map<?, ?> fields;

    private FieldMap(Place place, Map<?, ?> fields) {
        this.place = place;
        this.fields = fields;
    }

    /** The fields of an object as a parser of JSON or YAML returns it. */
    public static FieldMap of(Map<?, ?> object) {
        return new FieldMap(null, object);
    }

    /** Where a value is. Its text, for messages, is written only when it is needed. */
    public static final class Place {
        private static final int NO_INDEX = -1;

        private final Place parent;
        private final String key;
        private final int index;

        private Place(Place parent, String key, int index) {
            this.parent = parent;
            this.key = key;
            this.index = index;
        }

        @Override
        public String toString() {
            return (parent == null ? "" : parent + ".") + key + (index == NO_INDEX ? "" : "[" + index + "]");
        }
    }

    /**
     * One element of a list, of any type.
     *
     * @param place where it is
     * @param value as the parser returned it
     */
    public record Element(Place place, Object value) {
        /** The map that it must be. */
        public FieldMap map() throws UnusableObjectException {
            return FieldMap.map(place, value);
        }

        /** The text that it must be; null for null. */
        public String text() throws UnusableObjectException {
            return FieldMap.text(place, value);
        }
    }

    /** The place of a field. */
    public Place at(String key) {
        return new Place(place, key, Place.NO_INDEX);
    }

    /** The place of an element of a list. */
    public Place at(String key, int index) {
        return new Place(place, key, index);
    }

    /** Whether the field exists, and is not null. */
    public boolean has(String key) {
        return fields.get(key) != null;
    }

    /** A map; an empty one when it is absent. */
    public FieldMap map(String key) throws UnusableObjectException {
        Object value = fields.get(key);
        if (value == null) {
            return new FieldMap(at(key), Map.of());
        }
        return map(at(key), value);
    }

    private static FieldMap map(Place at, Object value) throws UnusableObjectException {
        if (value instanceof Map<?, ?> map) {
            return new FieldMap(at, map);
        }
        throw wrong(at, value, "must be a map");
    }

    /** The names of the fields that are not null. */
    public List<String> keys() {
        List<String> keys = new ArrayList<>(fields.size());
        fields.forEach((key, value) -> {
            if (value != null) {
                keys.add(String.valueOf(key));
            }
        });
        return keys;
    }

    /** Whether it has no fields. */
    public boolean isEmpty() {
        return fields.isEmpty();
    }

    /** A text; null when it is absent. Numbers and booleans are taken as they are written. */
    public String text(String key) throws UnusableObjectException {
        Object value = fields.get(key);
        return value instanceof String text ? text : text(at(key), value);
    }

    private static String text(Place at, Object value) throws UnusableObjectException {
        if (value instanceof Map || value instanceof List) {
            throw wrong(at, value, "must be text");
        }
        return value == null ? null : value.toString();
    }

    /** An integer of 32 bits; null when it is absent. */
    public Integer integer(String key) throws UnusableObjectException {
        Object value = fields.get(key);
        if (value == null || value instanceof Integer) {
            return (Integer) value;
        }
        throw wrong(at(key), value, "must be an integer");
    }

    /** A boolean; null when it is absent. */
    public Boolean flag(String key) throws UnusableObjectException {
        Object value = fields.get(key);
        if (value == null || value instanceof Boolean) {
            return (Boolean) value;
        }
        throw wrong(at(key), value, "must be true or false");
    }

    /** A time; null when it is absent. */
    public Instant time(String key) throws UnusableObjectException {
        Object value = fields.get(key);
        if (value == null || value instanceof Instant) {
            return (Instant) value;
        }
        try {
            return ApiTime.parse(text(at(key), value));
        } catch (DateTimeException e) {
            throw wrong(at(key), value, "must be a time of RFC 3339");
        }
    }

    /** The elements of a list; none when it is absent. */
    public List<Element> elements(String key) throws UnusableObjectException {
        List<?> values = list(key);
        List<Element> elements = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            elements.add(new Element(at(key, i), values.get(i)));
        }
        return elements;
    }

    /** A list of maps; an empty one when it is absent. */
    public List<FieldMap> maps(String key) throws UnusableObjectException {
        List<FieldMap> maps = new ArrayList<>();
        for (Element element : elements(key)) {
            maps.add(element.map());
        }
        return maps;
    }

    /** A list of texts, of which any may be null; an empty one when it is absent. */
    public List<String> texts(String key) throws UnusableObjectException {
        List<String> texts = new ArrayList<>();
        for (Element element : elements(key)) {
            texts.add(element.text());
        }
        return texts;
    }

    private List<?> list(String key) throws UnusableObjectException {
        Object value = fields.get(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        throw wrong(at(key), value, "must be a list");
    }

    private static UnusableObjectException wrong(Place at, Object value, String allowed) {
        return new UnusableObjectException(at, ValueText.of(value), allowed);
    }
}
