package io.kubeipvs.daemon.k8s;

import com.fasterxml.jackson.databind.JsonNode;

/** Writes what a user wrote into a message: quoted when it is text, short, and always in one line. */
final class ManifestValue {
    private static final int LONGEST_VALUE = 60;
    private static final int LONGEST_LINE = 400;

    private ManifestValue() {}

    static String of(JsonNode value) {
        if (value.isMissingNode()) {
            return "null";
        }
        return value.isTextual()
                ? "'" + oneLine(value.textValue(), LONGEST_VALUE) + "'"
                : oneLine(value.toString(), LONGEST_VALUE);
    }

    static String oneLine(String text) {
        return oneLine(String.valueOf(text), LONGEST_LINE);
    }

    private static String oneLine(String text, int longest) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= longest ? line : line.substring(0, longest) + "...";
    }
}
