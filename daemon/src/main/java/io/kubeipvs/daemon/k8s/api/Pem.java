package io.kubeipvs.daemon.k8s.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of a PEM text (RFC 7468). Follows Go's {@code encoding/pem}: text around the blocks is ignored.
 *
 * @param type for instance {@code CERTIFICATE}
 * @param isEncrypted whether its headers state so
 * @param der its content
 */
record Pem(String type, boolean isEncrypted, byte[] der) {
    private static final Pattern BLOCK = Pattern.compile(
            "-----BEGIN ([A-Z0-9 ]{1,40})-----\\s*?\\n((?:[A-Za-z0-9-]+:[^\\n]*\\n)*)([A-Za-z0-9+/=\\s]*)-----END \\1-----");

    /** All blocks whose content is base64. */
    static List<Pem> blocks(byte[] text) {
        List<Pem> blocks = new ArrayList<>();
        Matcher found = BLOCK.matcher(new String(text, StandardCharsets.ISO_8859_1));
        while (found.find()) {
            try {
                byte[] der = Base64.getMimeDecoder().decode(found.group(3));
                blocks.add(new Pem(found.group(1), found.group(2).contains("ENCRYPTED"), der));
            } catch (IllegalArgumentException e) {
                continue; // as Go does, which looks for the next one
            }
        }
        return blocks;
    }

    boolean isCertificate() {
        return type.equals("CERTIFICATE");
    }

    boolean isPrivateKey() {
        return type.endsWith("PRIVATE KEY");
    }
}
