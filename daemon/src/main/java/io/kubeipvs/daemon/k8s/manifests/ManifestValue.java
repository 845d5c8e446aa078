package io.kubeipvs.daemon.k8s.manifests;

import io.kubeipvs.daemon.k8s.OneLine;
import tools.jackson.databind.JsonNode;

/** Writes a value of a manifest into a message: quoted when it is text, short, and always in one line. */
final class ManifestValue {
    private static final int LONGEST_VALUE = 60;

    private ManifestValue() {}

    static String of(JsonNode value) {
        if (value.isMissingNode()) {
            return "null";
        }
        return value.isString()
                ? "'" + OneLine.of(value.stringValue(), LONGEST_VALUE) + "'"
                : OneLine.of(value.toString(), LONGEST_VALUE);
    }
}
