package io.kubeipvs.daemon.k8s;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads JSON, token by token, into maps, lists, texts, numbers and booleans. What no reader uses is skipped without being
 * decoded: more than half of an object of an API server.
 */
public final class JsonValues {
    /** The names of parts that no reader uses, by the field that they are in: a label may have any of these names. */
    private static final Map<String, Set<String>> UNUSED = Map.of(
            "metadata",
            Set.of("managedFields", "ownerReferences"),
            "annotations",
            Set.of("kubectl.kubernetes.io/last-applied-configuration"),
            "spec",
            Set.of("selector"),
            "status",
            Set.of("images", "nodeInfo", "capacity", "allocatable", "volumesAttached", "volumesInUse"),
            "endpoints",
            Set.of("zone"),
            "targetRef",
            Set.of("uid"));

    /** A longer number stays text: none that is meant is as long, and to compute it can take minutes. */
    private static final int LONGEST_NUMBER = 40;

    private final JsonParser parser;
    private final Map<String, Set<String>> unused;
    private final int deepest;
    private boolean isTooDeep;

    private JsonValues(JsonParser parser, Map<String, Set<String>> unused, int deepest) {
        this.parser = parser;
        this.unused = unused;
        this.deepest = deepest;
    }

    /**
     * Of an object of an API server: without the parts that no reader uses.
     *
     * @param deepest levels of maps and lists that are read; the depth of an object is the user's, and the stack of a
     *     thread is small
     */
    public static JsonValues ofServer(JsonParser parser, int deepest) {
        return new JsonValues(parser, UNUSED, deepest);
    }

    /** Of a file: with everything in it. */
    public static JsonValues ofFile(JsonParser parser) {
        return new JsonValues(parser, Map.of(), Integer.MAX_VALUE);
    }

    /** The value whose first token is the parser's current one. Afterwards its last token is the current one. */
    public Object read() {
        isTooDeep = false;
        return value("", 0);
    }

    /** Whether the last value has more levels than are read. The rest of it was read. */
    public boolean isTooDeep() {
        return isTooDeep;
    }

    /** @param field that the value is in, or the list that it is an element of */
    private Object value(String field, int depth) {
        switch (parser.currentToken()) {
            case START_OBJECT, START_ARRAY:
                if (depth >= deepest) {
                    isTooDeep = true;
                    parser.skipChildren();
                    return null;
                }
                return parser.currentToken() == JsonToken.START_OBJECT ? map(field, depth) : list(field, depth);
            case VALUE_STRING:
                return parser.getString();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT:
                return parser.getStringLength() > LONGEST_NUMBER ? parser.getString() : parser.getNumberValue();
            case VALUE_TRUE, VALUE_FALSE:
                return parser.currentToken() == JsonToken.VALUE_TRUE;
            default:
                return null;
        }
    }

    private Map<String, Object> map(String field, int depth) {
        Map<String, Object> map = unused.isEmpty() ? new LinkedHashMap<>() : new HashMap<>();
        Set<String> skipped = unused.getOrDefault(field, Set.of());
        for (String key = parser.nextName(); key != null; key = parser.nextName()) {
            parser.nextToken();
            if (skipped.contains(key)) {
                parser.skipChildren();
            } else {
                map.put(key, value(key, depth + 1));
            }
        }
        return map;
    }

    private List<Object> list(String field, int depth) {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(field, depth + 1));
        }
        return list;
    }
}
