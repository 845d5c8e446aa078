package io.kubeipvs.daemon.k8s.api;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** The own certificate and the trusted authorities of TLS connections, from PEM texts. */
final class Tls {
    private static final char[] NO_PASSWORD = new char[0];

    private Tls() {}

    /** @param own null = no certificate of its own */
    static SSLContext context(KeyManager[] own, TrustManager trusted) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own, new TrustManager[] {trusted}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JDK has TLS
        }
    }

    /** The certificates of a PEM text; further blocks, as a key, are ignored. */
    static List<X509Certificate> certificates(byte[] pem) throws CertificateException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Pem block : Pem.blocks(pem)) {
            if (block.isCertificate()) {
                certificates.add((X509Certificate) CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(block.der())));
            }
        }
        return certificates;
    }

    /** The usable ones of a bundle: authorities of an unknown form must not take the others with them. */
    static List<X509Certificate> authorities(byte[] pem) {
        List<X509Certificate> usable = new ArrayList<>();
        for (Pem block : Pem.blocks(pem)) {
            try {
                if (block.isCertificate()) {
                    usable.add((X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(block.der())));
                }
            } catch (CertificateException e) {
                continue; // as Go's AppendCertsFromPEM does
            }
        }
        return usable;
    }

    static KeyManager[] own(List<X509Certificate> chain, PrivateKey key) throws GeneralSecurityException {
        KeyStore store = emptyStore();
        store.setKeyEntry("own", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    /** @param authorities one at least */
    static TrustManager trust(List<X509Certificate> authorities) throws GeneralSecurityException {
        KeyStore store = emptyStore();
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("authority-" + i, authorities.get(i));
        }
        X509ExtendedTrustManager trust = manager(store);
        return new ServerTrust(() -> trust);
    }

    /** Trusts the authorities of the JDK, which are read when the first server has to be trusted: a URL with http needs none. */
    static TrustManager trustOfTheJdk() {
        return new ServerTrust(() -> manager(null));
    }

    /** @param authorities null = those of the JDK */
    private static X509ExtendedTrustManager manager(KeyStore authorities) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(authorities);
            return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // certificates that were parsed can be trusted
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new IllegalStateException(e); // nothing is read
        }
        return store;
    }
}
