package io.kubeipvs.daemon.k8s.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** A key and its own certificate, made by the JDK's keytool, in the forms that programs write. */
public record Pki(String name, KeyStore store) {
    public static final String PASSWORD = "changeit";

    /** The name of curve P-256 in DER. */
    private static final String CURVE = "06082a8648ce3d030107";

    /**
     * Makes one.
     *
     * @param folder for keytool's file
     * @param algorithm RSA, EC or Ed25519
     * @param san as keytool has it, for instance {@code ip:127.0.0.1}
     * @param more options of keytool, for instance {@code -startdate}
     */
    public static Pki generate(Path folder, String name, String algorithm, String san, String... more)
            throws Exception {
        return new Pki(name, keytool(folder.resolve(name + ".p12"), name, algorithm, san, more));
    }

    /** Makes one that this one signs. */
    Pki sign(Path folder, String signed, String san, String... more) throws Exception {
        List<String> options = new ArrayList<>(List.of("-signer", name));
        options.addAll(List.of(more));
        KeyStore both = keytool(folder.resolve(name + ".p12"), signed, "EC", san, options.toArray(String[]::new));
        KeyStore alone = KeyStore.getInstance("PKCS12");
        alone.load(null, null);
        char[] password = PASSWORD.toCharArray();
        alone.setKeyEntry(signed, both.getKey(signed, password), password, both.getCertificateChain(signed));
        return new Pki(signed, alone);
    }

    private static KeyStore keytool(Path file, String name, String algorithm, String san, String... more)
            throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                algorithm,
                "-dname",
                "CN=" + name,
                "-ext",
                "san=" + san,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(List.of(more));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(output).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    Certificate certificate() throws Exception {
        return store.getCertificate(name);
    }

    /** Its certificate as a kubeconfig has it, before Base64. */
    public String certificatePem() throws Exception {
        return pem("CERTIFICATE", certificate().getEncoded());
    }

    private PrivateKey key() throws Exception {
        return (PrivateKey) store.getKey(name, PASSWORD.toCharArray());
    }

    String pkcs8() throws Exception {
        return pem("PRIVATE KEY", key().getEncoded());
    }

    /** Of an RSA key of 2048 bits: behind version, algorithm and two headers. */
    String pkcs1() throws Exception {
        byte[] all = key().getEncoded();
        return pem("RSA PRIVATE KEY", Arrays.copyOfRange(all, 26, all.length));
    }

    /** RFC 5915 of an EC key of 256 bits, with the name of the curve and without the public key. */
    String sec1() throws Exception {
        BigInteger secret = ((ECPrivateKey) key()).getS();
        String der = "30310201010420%064xa00a%s".formatted(secret, CURVE);
        return pem("EC PRIVATE KEY", HexFormat.of().parseHex(der));
    }

    static String ecParameters() {
        return pem("EC PARAMETERS", HexFormat.of().parseHex(CURVE));
    }

    static String pem(String type, byte[] der) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + type + "-----\n";
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
