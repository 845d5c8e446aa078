package io.kubeipvs.daemon.k8s.api;

import io.kubeipvs.daemon.k8s.FieldMap;
import io.kubeipvs.daemon.k8s.JsonValues;
import io.kubeipvs.daemon.k8s.Metadata;
import io.kubeipvs.daemon.k8s.OneLine;
import io.kubeipvs.daemon.k8s.UnusableObjectException;
import java.util.Map;

/**
 * An object as the API server sent it, of any shape.
 *
 * @param fields what was read of it
 * @param isTooDeep whether it has more levels of maps and lists than are read
 */
record ApiObject(FieldMap fields, boolean isTooDeep) {
    /** The next object of this JSON; without fields if it is not even a map. */
    static ApiObject of(JsonValues values) {
        Object value = values.read();
        return new ApiObject(FieldMap.of(value instanceof Map<?, ?> map ? map : Map.of()), values.isTooDeep());
    }

    /** An object with these fields. */
    static ApiObject of(Map<String, Object> fields) {
        return new ApiObject(FieldMap.of(fields), false);
    }

    /** Of its metadata; empty when it cannot be read. */
    String namespace() {
        return lenient(() -> Metadata.namespace(fields));
    }

    /** Of its metadata; empty when it cannot be read. */
    String name() {
        return lenient(() -> Metadata.name(fields));
    }

    /** Its version; null when it cannot be read. */
    String version() {
        String version = lenient(() -> fields.map("metadata").text("resourceVersion"));
        return version == null || version.isEmpty() ? null : version;
    }

    /** The error that a Status object describes. */
    ApiStatusException asError() {
        String code = lenient(() -> fields.text("code"));
        String message = lenient(() -> fields.text("message"));
        String pause = lenient(() -> fields.map("details").text("retryAfterSeconds"));
        return ApiStatusException.of(
                        code != null && code.matches("[0-9]{1,3}") ? Integer.parseInt(code) : 0,
                        message == null ? "" : OneLine.of(message))
                .retryAfter(pause);
    }

    private interface Reader {
        String read() throws UnusableObjectException;
    }

    private static String lenient(Reader reader) {
        try {
            return reader.read();
        } catch (UnusableObjectException e) {
            return "";
        }
    }
}
