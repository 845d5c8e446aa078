package io.kubeipvs.daemon.k8s.api;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts servers whose certificate an authority has signed. As Go's x509 does, it refuses an expired certificate that is itself
 * among the trusted ones; the JDK takes it. The authorities are asked for at the first server: to parse the JDK's takes 0.05 s
 * and 1 MiB. Safe to use from any thread.
 */
final class ServerTrust extends X509ExtendedTrustManager {
    private final Supplier<X509ExtendedTrustManager> authorities;
    private X509ExtendedTrustManager known;

    /** @param authorities is asked once, when they are needed */
    ServerTrust(Supplier<X509ExtendedTrustManager> authorities) {
        this.authorities = authorities;
    }

    private synchronized X509ExtendedTrustManager trust() {
        if (known == null) {
            known = authorities.get();
        }
        return known;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        trust().checkServerTrusted(chain, type, engine);
        chain[0].checkValidity();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        trust().checkServerTrusted(chain, type, socket);
        chain[0].checkValidity();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        trust().checkServerTrusted(chain, type);
        chain[0].checkValidity();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        trust().checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        trust().checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        trust().checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return trust().getAcceptedIssuers();
    }
}
