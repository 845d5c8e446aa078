package io.kubeipvs.daemon.k8s.api;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Reads a private key in any form that client-go reads: PKCS#8, PKCS#1 for RSA and SEC 1 for EC, also after a block of EC
 * parameters or a certificate. Follows Go's {@code tls.X509KeyPair}. The JDK reads PKCS#8 only, so the other forms are put
 * into that.
 */
final class PrivateKeys {
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    /** AlgorithmIdentifier of RFC 8017: rsaEncryption, without parameters. */
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");

    /** Object identifier id-ecPublicKey of RFC 5480. */
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

    private static final byte[] VERSION_0 = {2, 1, 0};
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 4;

    /** The curve of a key in SEC 1 (RFC 5915). */
    private static final int PARAMETERS = 0xA0;

    private PrivateKeys() {}

    /** The first private key of a PEM text. */
    static PrivateKey read(byte[] pem) throws InvalidKeyException {
        Pem block = Pem.blocks(pem).stream()
                .filter(Pem::isPrivateKey)
                .findFirst()
                .orElseThrow(() -> new InvalidKeyException("must contain a private key in PEM"));
        if (block.isEncrypted() || block.type().startsWith("ENCRYPTED")) {
            throw new InvalidKeyException("is encrypted; must be a key without a password");
        }
        // Like Go, do not believe the type of the block.
        for (byte[] pkcs8 : List.of(block.der(), ofPkcs1(block.der()), ofSec1(block.der()))) {
            for (String algorithm : ALGORITHMS) {
                try {
                    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
                } catch (InvalidKeySpecException e) {
                    continue;
                } catch (GeneralSecurityException e) {
                    throw new IllegalStateException(e); // the JDK has these algorithms
                }
            }
        }
        throw new InvalidKeyException("must be an RSA, EC or Ed25519 key in PKCS#8, PKCS#1 or SEC 1");
    }

    /** Whether what the one signs, the other verifies. */
    static boolean belong(PrivateKey own, PublicKey certified) throws GeneralSecurityException {
        if (!own.getAlgorithm().equals(certified.getAlgorithm())) {
            return false;
        }
        Signature signature = Signature.getInstance(
                switch (own.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> own.getAlgorithm();
                });
        byte[] text = {1, 2, 3};
        signature.initSign(own);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(certified);
        signature.update(text);
        return signature.verify(signed);
    }

    private static byte[] ofPkcs1(byte[] key) {
        return der(SEQUENCE, VERSION_0, RSA, der(OCTETS, key));
    }

    private static byte[] ofSec1(byte[] key) {
        return der(SEQUENCE, VERSION_0, der(SEQUENCE, EC, parameters(key)), der(OCTETS, key));
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(tag);
        int length = content.size();
        if (length < 0x80) {
            all.write(length);
        } else {
            byte[] bytes = BigInteger.valueOf(length).toByteArray();
            int from = bytes[0] == 0 ? 1 : 0;
            all.write(0x80 | bytes.length - from);
            all.write(bytes, from, bytes.length - from);
        }
        all.writeBytes(content.toByteArray());
        return all.toByteArray();
    }

    /** The name of the curve inside of a key in SEC 1; empty if it is none. */
    private static byte[] parameters(byte[] key) {
        int at = content(key, 0);
        while (at >= 0 && at < key.length) {
            int begin = content(key, at);
            int end = begin < 0 ? -1 : begin + length(key, at);
            if (begin < 0 || end > key.length) {
                return new byte[0];
            }
            if ((key[at] & 0xFF) == PARAMETERS) {
                return Arrays.copyOfRange(key, begin, end);
            }
            at = end;
        }
        return new byte[0];
    }

    /** Where the content of the element at this place begins; negative if there is none. Keys have short lengths. */
    private static int content(byte[] der, int at) {
        if (at + 1 >= der.length) {
            return -1;
        }
        int first = der[at + 1] & 0xFF;
        return first < 0x80 ? at + 2 : first <= 0x82 && at + 2 + (first & 3) <= der.length ? at + 2 + (first & 3) : -1;
    }

    private static int length(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = at + 2; i < at + 2 + (first & 3); i++) {
            length = length << 8 | der[i] & 0xFF;
        }
        return length;
    }
}
