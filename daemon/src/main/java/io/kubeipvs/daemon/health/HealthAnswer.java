package io.kubeipvs.daemon.health;

import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.daemon.http.Handler;
import io.kubeipvs.daemon.http.Page;
import io.kubeipvs.daemon.http.Request;
import java.net.HttpURLConnection;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * The answer to a load balancer that asks for one Service, on any path: 200 when this node has an endpoint and the proxy
 * is healthy, else 503. Status, headers and body are kube-proxy's.
 *
 * @param localEndpoints how many are here, at each request
 * @param healthy whether the proxy is, at each request
 */
record HealthAnswer(ServiceName service, IntSupplier localEndpoints, BooleanSupplier healthy) implements Handler {
    @Override
    public CompletableFuture<Page> answer(Request request) {
        int count = localEndpoints.getAsInt();
        boolean isHealthy = healthy.getAsBoolean();
        int status = count > 0 && isHealthy ? HttpURLConnection.HTTP_OK : HttpURLConnection.HTTP_UNAVAILABLE;
        return CompletableFuture.completedFuture(Page.json(status, body(count, isHealthy))
                .withHeader("X-Load-Balancing-Endpoint-Weight", Integer.toString(count)));
    }

    private String body(int count, boolean isHealthy) {
        return "{\n\t\"service\": {\n\t\t\"namespace\": \"" + service.namespace() + "\",\n\t\t\"name\": \""
                + service.name() + "\"\n\t},\n\t\"localEndpoints\": " + count + ",\n\t\"serviceProxyHealthy\": "
                + isHealthy + "\n}";
    }
}
