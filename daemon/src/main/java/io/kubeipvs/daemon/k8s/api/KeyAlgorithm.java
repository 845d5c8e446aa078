package io.kubeipvs.daemon.k8s.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The algorithm of a private key in PEM. Without it the Kubernetes client takes every key for RSA. */
final class KeyAlgorithm {
    private static final String RSA = "RSA";
    private static final String EC = "EC";

    /** RFC 5208: a key of any algorithm. */
    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);

    /** The object identifier id-ecPublicKey of RFC 5480, in DER. */
    private static final String EC_IDENTIFIER = "06072a8648ce3d0201";

    /** The identifier is in the first bytes. */
    private static final int BEGINNING_BYTES = 40;

    private KeyAlgorithm() {}

    /** Of a PEM text in base64, as {@code client-key-data} has it. */
    static String ofData(String data) {
        return of(new String(Base64.getMimeDecoder().decode(data), StandardCharsets.ISO_8859_1));
    }

    /** Of a PEM text; RSA if it cannot be seen. */
    static String of(String pem) {
        if (pem.contains("-----BEGIN EC PRIVATE KEY-----")) {
            return EC;
        }
        Matcher key = PKCS8.matcher(pem);
        return key.find() && isEc(Base64.getMimeDecoder().decode(key.group(1))) ? EC : RSA;
    }

    private static boolean isEc(byte[] der) {
        return HexFormat.of()
                .formatHex(der, 0, Math.min(der.length, BEGINNING_BYTES))
                .contains(EC_IDENTIFIER);
    }
}
