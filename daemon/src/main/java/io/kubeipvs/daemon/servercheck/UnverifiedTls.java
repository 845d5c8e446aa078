package io.kubeipvs.daemon.servercheck;

import io.kubeipvs.core.servercheck.ServerCheck;
import io.kubeipvs.daemon.tls.AnyServer;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/**
 * TLS that takes any certificate, as the kubelet's probes do: a health check asks whether the server works, and sends nothing that
 * is secret.
 */
final class UnverifiedTls {
    private static final String NAME = "[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*";

    /** A server whose session is remembered costs less at the next check. */
    private static final int MOST_SESSIONS = 4096;

    private final SSLContext context;

    private UnverifiedTls(SSLContext context) {
        this.context = context;
    }

    static UnverifiedTls create() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new AnyServer()}, null);
            context.getClientSessionContext().setSessionCacheSize(MOST_SESSIONS);
            return new UnverifiedTls(context);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An engine for a connection to this server. */
    SSLEngine engine(ServerCheck check) {
        SSLEngine engine = context.createSSLEngine(check.address().toString(), check.port());
        engine.setUseClientMode(true);
        String host = check.request().host().replaceFirst(":[0-9]+$", "");
        if (host.matches(NAME) && !host.matches("[0-9.]+")) {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(host)));
            engine.setSSLParameters(parameters);
        }
        return engine;
    }
}
