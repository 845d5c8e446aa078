package io.kubeipvs.daemon.k8s;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Writes a value of an object into a message: quoted when it is text, otherwise as JSON; short, and always in one line. */
public final class ValueText {
    private static final int LONGEST = 60;

    private ValueText() {}

    /** The text of a map, list, text, number, boolean or null. */
    public static String of(Object value) {
        if (value instanceof String text) {
            return "'" + OneLine.of(text, LONGEST) + "'";
        }
        StringBuilder json = new StringBuilder();
        write(value, json);
        return OneLine.of(json.toString(), LONGEST);
    }

    /** Ends early: the rest is not printed, and a value may contain itself. */
    private static void write(Object value, StringBuilder json) {
        if (json.length() > LONGEST) {
            return;
        }
        if (value instanceof Map<?, ?> map) {
            writeMap(map, json);
        } else if (value instanceof List<?> list) {
            json.append('[');
            for (Iterator<?> elements = list.iterator(); elements.hasNext(); ) {
                write(elements.next(), json);
                json.append(elements.hasNext() ? "," : "");
            }
            json.append(']');
        } else if (value instanceof String) {
            json.append('"').append(value).append('"');
        } else {
            json.append(value);
        }
    }

    private static void writeMap(Map<?, ?> map, StringBuilder json) {
        json.append('{');
        for (Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator(); entries.hasNext(); ) {
            Map.Entry<?, ?> entry = entries.next();
            json.append('"').append(entry.getKey()).append("\":");
            write(entry.getValue(), json);
            json.append(entries.hasNext() ? "," : "");
        }
        json.append('}');
    }
}
