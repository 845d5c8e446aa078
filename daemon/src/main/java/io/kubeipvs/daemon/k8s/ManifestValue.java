package io.kubeipvs.daemon.k8s;

import com.fasterxml.jackson.databind.JsonNode;

/** Writes what a user wrote into a message: quoted when it is text, short, and always in one line. */
final class ManifestValue {
    private static final int LONGEST = 120;

    private ManifestValue() {}

    static String of(JsonNode value) {
        return oneLine(
                value.isTextual() ? "'" + value.textValue() + "'" : value.isMissingNode() ? "null" : value.toString());
    }

    static String oneLine(String text) {
        String line = String.valueOf(text).replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }
}
