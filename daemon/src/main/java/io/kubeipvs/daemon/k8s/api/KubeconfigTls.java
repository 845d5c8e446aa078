package io.kubeipvs.daemon.k8s.api;

import io.kubeipvs.daemon.k8s.FieldMap;
import io.kubeipvs.daemon.k8s.SourceException;
import io.kubeipvs.daemon.k8s.UnusableObjectException;
import io.kubeipvs.daemon.tls.AnyServer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** The keys of a kubeconfig that concern TLS. Follows client-go's {@code TLSConfigFor}. */
final class KubeconfigTls {
    private final Path kubeconfig;
    private final List<Path> files = new ArrayList<>();
    private Optional<String> serverName = Optional.empty();
    private Optional<TrustManager> trusted = Optional.empty();
    private KeyManager[] own;

    KubeconfigTls(Path kubeconfig) {
        this.kubeconfig = kubeconfig;
        files.add(kubeconfig);
    }

    void readCluster(FieldMap cluster, String prefix) throws SourceException, UnusableObjectException {
        serverName = Optional.ofNullable(cluster.text("tls-server-name")).filter(name -> !name.isBlank());
        if (serverName.isPresent() && !serverName.get().matches("[A-Za-z0-9.:-]+")) {
            throw wrong(prefix + "tls-server-name '" + serverName.get() + "': must be a host name or an address");
        }
        Optional<KubeconfigFile> authority = read(cluster, prefix, "certificate-authority");
        if (Boolean.TRUE.equals(cluster.flag("insecure-skip-tls-verify"))) {
            trusted = Optional.of(new AnyServer());
        } else if (authority.isPresent()) {
            List<X509Certificate> authorities = Tls.authorities(authority.get().content());
            if (authorities.isEmpty()) {
                throw wrong(authority.get().where() + ": must contain a certificate in PEM");
            }
            trusted = Optional.of(trust(authorities));
        }
    }

    private static TrustManager trust(List<X509Certificate> authorities) {
        try {
            return Tls.trust(authorities);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // certificates that were parsed can be stored
        }
    }

    void readUser(FieldMap user, String prefix) throws SourceException, UnusableObjectException {
        Optional<KubeconfigFile> certificate = read(user, prefix, "client-certificate");
        Optional<KubeconfigFile> key = read(user, prefix, "client-key");
        if (certificate.isPresent() != key.isPresent()) {
            throw wrong(prefix + (key.isPresent() ? "client-certificate" : "client-key")
                    + ": missing; must be given with the other one of client-certificate and client-key");
        }
        if (certificate.isPresent()) {
            own = own(certificate.get(), key.get());
        }
    }

    private KeyManager[] own(KubeconfigFile certificate, KubeconfigFile key) throws SourceException {
        List<X509Certificate> chain = chain(certificate);
        PrivateKey own = key(key);
        try {
            if (!PrivateKeys.belong(own, chain.get(0).getPublicKey())) {
                throw wrong(key.where() + ": must be the key of the certificate in " + certificate.where());
            }
            return Tls.own(chain, own);
        } catch (GeneralSecurityException e) {
            throw wrong(key.where() + ": cannot be used: " + e.getMessage());
        }
    }

    private List<X509Certificate> chain(KubeconfigFile certificate) throws SourceException {
        try {
            List<X509Certificate> chain = Tls.certificates(certificate.content());
            if (chain.isEmpty()) {
                throw wrong(certificate.where() + ": must contain a certificate in PEM");
            }
            return chain;
        } catch (GeneralSecurityException e) {
            throw wrong(certificate.where() + ": is no certificate: " + e.getMessage());
        }
    }

    private PrivateKey key(KubeconfigFile key) throws SourceException {
        try {
            return PrivateKeys.read(key.content());
        } catch (GeneralSecurityException e) {
            throw wrong(key.where() + ": " + e.getMessage());
        }
    }

    private Optional<KubeconfigFile> read(FieldMap of, String prefix, String key)
            throws SourceException, UnusableObjectException {
        Optional<KubeconfigFile> read = KubeconfigFile.read(kubeconfig, of, prefix, key);
        read.flatMap(KubeconfigFile::path).ifPresent(files::add);
        return read;
    }

    /** Whether anything of it was given. */
    boolean isUsed() {
        return trusted.isPresent() || own != null;
    }

    /** The kubeconfig, and the files that it names. */
    List<Path> files() {
        return files;
    }

    SSLContext context() {
        SSLContext context = Tls.context(own, trusted.orElseGet(Tls::trustOfTheJdk));
        return serverName.isPresent() ? new ServerNameContext(context, serverName.get()) : context;
    }

    private SourceException wrong(String problem) {
        return KubeconfigFile.wrong(kubeconfig, problem, "");
    }
}
