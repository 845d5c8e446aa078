package io.kubeipvs.daemon.k8s.api;

import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Explains in plain words why a request failed. */
final class Causes {
    private Causes() {}

    static String inWords(Throwable failure) {
        Throwable innermost = failure;
        for (Throwable t = failure; t != null; t = t.getCause() == t ? null : t.getCause()) {
            if (words(t) != null) {
                return words(t);
            }
            innermost = t;
        }
        String message = innermost.getMessage();
        return message == null ? innermost.getClass().getSimpleName() : firstLine(message);
    }

    private static String words(Throwable t) {
        if (t instanceof ApiStatusException
                || t instanceof SocketTimeoutException
                || t instanceof UncheckedIOException) {
            return t.getMessage();
        }
        if (t instanceof HttpConnectTimeoutException) {
            return "no connection in time";
        }
        if (t instanceof NoRouteToHostException) {
            return "no route to the host";
        }
        if (t instanceof UnknownHostException || t instanceof UnresolvedAddressException) {
            return "unknown host";
        }
        if (t instanceof ConnectException) {
            return hasCause(t, UnresolvedAddressException.class) ? "unknown host" : "connection refused";
        }
        if (t instanceof HttpTimeoutException || t instanceof TimeoutException) {
            return "no answer in time";
        }
        return t instanceof SSLException ? tls((SSLException) t) : null;
    }

    private static String tls(SSLException e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof CertificateExpiredException || t instanceof CertificateNotYetValidException) {
                return "certificate not trusted: it is not valid at this time, " + firstLine(t.getMessage());
            }
        }
        if (hasCause(e, CertPathBuilderException.class) || hasCause(e, CertPathValidatorException.class)) {
            return "certificate not trusted: it is not signed by the cluster's certificate authority";
        }
        if (hasCause(e, CertificateException.class)) {
            return "certificate not trusted: " + firstLine(e.getMessage());
        }
        return "TLS failed: " + firstLine(e.getMessage());
    }

    private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return true;
            }
        }
        return false;
    }

    static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
