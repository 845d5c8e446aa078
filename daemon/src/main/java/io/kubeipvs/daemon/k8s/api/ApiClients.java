package io.kubeipvs.daemon.k8s.api;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.http.TlsVersion;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.HttpClientUtils;
import io.kubeipvs.daemon.k8s.SourceException;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Makes connections to an API server from what the user named, and only from that: no guess at {@code ~/.kube/config},
 * environment variables, system properties or localhost.
 */
public final class ApiClients {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    /** All types that can be read. */
    private static final String ANY = ApiAnswer.PROTOBUF + ",application/json";

    private ApiClients() {}

    /**
     * A connection from the kubeconfig, or from the service account of this program's pod. It sends nothing yet. It
     * follows changes of the files.
     *
     * @param master the server's URL, instead of the kubeconfig's; without a kubeconfig it gets no credentials
     * @param accepted the types in which the server may send objects: a header {@code Accept}
     * @param version our own, for the user agent
     * @param observer of every request
     */
    public static ApiConnection open(
            Optional<Path> kubeconfig,
            Optional<String> master,
            String accepted,
            String version,
            RequestObserver observer)
            throws SourceException {
        return open(source(kubeconfig, master), accepted, version, observer);
    }

    private static Access.Source source(Optional<Path> kubeconfig, Optional<String> master) {
        if (kubeconfig.isEmpty() && master.isPresent()) {
            Config anonymous = Config.empty();
            anonymous.setMasterUrl(master.get());
            return () -> Access.of(anonymous);
        }
        Access.Source named = kubeconfig.isPresent() ? new Kubeconfig(kubeconfig.get()) : ServiceAccount.ofThisPod();
        return () -> {
            Access access = named.read();
            master.ifPresent(access.config()::setMasterUrl);
            return access;
        };
    }

    static ApiConnection open(Optional<Path> kubeconfig, String version) throws SourceException {
        return open(kubeconfig, Optional.empty(), ANY, version, RequestObserver.NONE);
    }

    static ApiConnection open(Config config, String version) throws SourceException {
        return open(config, version, RequestObserver.NONE);
    }

    static ApiConnection open(Config config, String version, RequestObserver observer) throws SourceException {
        return open(() -> Access.of(config), ANY, version, observer);
    }

    static ApiConnection open(Access.Source source, String accepted, String version, RequestObserver observer)
            throws SourceException {
        return new ApiConnection(
                new FollowedClient(source, access -> client(access, version, observer)), accepted, ANSWER);
    }

    private static HttpClient client(Access access, String version, RequestObserver observer) {
        Config config = access.config();
        takeCredentials(config);
        config.setUserAgent("kube-ipvs/" + version);
        config.setRequestTimeout((int) ANSWER.toMillis());
        config.setOnlyHttpWatches(true);
        // The list-watch retries; two retriers would multiply.
        config.setRequestRetryBackoffLimit(0);
        // Not newBuilder(config): that parses all of the JDK's authorities, and we trust by our own context.
        HttpFactory factory = new HttpFactory(access);
        HttpClient.Builder http = factory.newBuilder();
        http.tag(config.getRequestConfig());
        http.connectTimeout(CONNECT.toMillis(), TimeUnit.MILLISECONDS);
        http.followAllRedirects();
        http.proxyType(HttpClient.ProxyType.DIRECT);
        // Without it the JDK's client makes these itself, for which it loads 150 classes of algorithms, also for http.
        http.tlsVersions(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2);
        // One connection a watch: a shared one that died without a word would take every retry with it.
        http.preferHttp11();
        HttpClientUtils.createApplicableInterceptors(config, factory).forEach(http::addOrReplaceInterceptor);
        http.addOrReplaceInterceptor(ObservedRequests.NAME, new ObservedRequests(observer));
        http.addOrReplaceInterceptor(Headers.NAME, new Headers(access.headers()));
        return http.build();
    }

    /**
     * Name and password in the server's URL go into the header instead, and so into no message. Like Go's {@code
     * http.Transport}, they are used where there is nothing else.
     */
    private static void takeCredentials(Config config) {
        URI url = URI.create(config.getMasterUrl());
        if (url.getUserInfo() == null) {
            return;
        }
        config.setMasterUrl(config.getMasterUrl().replaceFirst("//[^/]*@", "//"));
        boolean isElse = config.getAutoOAuthToken() != null
                || config.getOauthTokenProvider() != null
                || config.getUsername() != null;
        if (!isElse) {
            String[] parts = url.getUserInfo().split(":", 2);
            config.setUsername(parts[0]);
            config.setPassword(parts.length == 2 ? parts[1] : "");
        }
    }

    /** Adds the same headers to every request. */
    private record Headers(Map<String, List<String>> headers) implements Interceptor {
        private static final String NAME = "further-headers";

        @Override
        public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            headers.forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        }
    }

    /**
     * The JDK's HTTP client with its own thread alone, and with our TLS and proxy. Answers are handed to threads of the
     * program, so nothing on the client's thread waits, and further threads would only cost every event one more hand-over.
     */
    private static final class HttpFactory extends JdkHttpClientFactory {
        private final Access access;

        HttpFactory(Access access) {
            this.access = access;
        }

        @Override
        protected java.net.http.HttpClient.Builder createNewHttpClientBuilder() {
            return java.net.http.HttpClient.newBuilder().executor(Runnable::run);
        }

        @Override
        protected void additionalConfig(java.net.http.HttpClient.Builder builder) {
            builder.sslContext(access.tls());
            access.proxy().ifPresent(proxy -> builder.proxy(ProxySelector.of(proxy)));
        }
    }
}
