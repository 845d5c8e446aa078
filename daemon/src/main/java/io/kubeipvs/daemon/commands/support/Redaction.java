package io.kubeipvs.daemon.commands.support;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Removes secrets from a text that leaves the node. No part of the archive should contain any. This is the second line of
 * defence, for instance against an error message that quotes a file.
 */
final class Redaction {
    private static final String REMOVED = "[removed]";

    /** A pattern of a secret, and the part of it that may stay. */
    private record Secret(Pattern pattern, String replacement) {
        static Secret of(String regex, String replacement) {
            return new Secret(Pattern.compile(regex), replacement);
        }
    }

    private static final List<Secret> SECRETS = List.of(
            Secret.of("-----BEGIN [A-Z0-9 ]+-----[\\s\\S]*?-----END [A-Z0-9 ]+-----", REMOVED),
            // "-----BEGIN " in base64, as certificates and keys stand in a kubeconfig.
            Secret.of("LS0tLS1CRUdJT[A-Za-z0-9+/=]+", REMOVED),
            // A JSON web token.
            Secret.of("eyJ[A-Za-z0-9_-]{6,}\\.[A-Za-z0-9_-]{4,}(?:\\.[A-Za-z0-9_-]*)?", REMOVED),
            Secret.of("(?i)\\b(?:bearer|basic) +[A-Za-z0-9+/=._~-]{6,}", REMOVED),
            Secret.of("(://)[^/\\s@\"']+@", "$1" + REMOVED + "@"),
            // A key of YAML, JSON or a flag. Keys of paths, as tokenFile, end otherwise.
            Secret.of(
                    "(?i)([\"']?\\b[a-z0-9_.-]*(?:token|password|passwd|secret|authorization|api-?key|private-?key"
                            + "|key-data|certificate-data|certificate-authority-data)[\"']?[ \\t]*[:=][ \\t]*)"
                            + "(?:\"[^\"\\n]*\"|'[^'\\n]*'|[^\\s,}]+)",
                    "$1" + REMOVED));

    private Redaction() {}

    /** The text without secrets. */
    static String of(String text) {
        String rest = text;
        for (Secret secret : SECRETS) {
            rest = secret.pattern().matcher(rest).replaceAll(secret.replacement());
        }
        return rest;
    }
}
