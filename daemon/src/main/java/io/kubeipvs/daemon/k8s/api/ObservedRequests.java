package io.kubeipvs.daemon.k8s.api;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reports each answered request of a client to an observer. (An interceptor learns of a failed request only if the
 * client retries it, and ours does not.)
 */
final class ObservedRequests implements Interceptor {
    static final String NAME = "observed-requests";

    private final RequestObserver observer;

    ObservedRequests(RequestObserver observer) {
        this.observer = observer;
    }

    @Override
    public AsyncBody.Consumer<List<ByteBuffer>> consumer(
            AsyncBody.Consumer<List<ByteBuffer>> consumer, HttpRequest request) {
        return new Counted(consumer);
    }

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        observer.answered(host(request), request.method(), response.code());
        Counted counted = consumer.unwrap(Counted.class);
        if (counted != null && !isWatch(request) && response.body() instanceof AsyncBody body) {
            body.done().whenComplete((nothing, failure) -> observer.read(counted.exchange(request)));
        }
    }

    private static String host(HttpRequest request) {
        return request.uri().getAuthority();
    }

    private static boolean isWatch(HttpRequest request) {
        String query = request.uri().getQuery();
        return query != null && query.contains("watch=true");
    }

    /** Hands an answer on and counts its bytes. */
    private static final class Counted implements AsyncBody.Consumer<List<ByteBuffer>> {
        private final AsyncBody.Consumer<List<ByteBuffer>> next;
        private final AtomicLong received = new AtomicLong();
        private final long begun = System.nanoTime();

        Counted(AsyncBody.Consumer<List<ByteBuffer>> next) {
            this.next = next;
        }

        @Override
        public void consume(List<ByteBuffer> bytes, AsyncBody body) throws Exception {
            for (ByteBuffer one : bytes) {
                received.addAndGet(one.remaining());
            }
            next.consume(bytes, body);
        }

        @Override
        public <U> U unwrap(Class<U> target) {
            return target.isInstance(this) ? target.cast(this) : next.unwrap(target);
        }

        RequestObserver.Exchange exchange(HttpRequest request) {
            String body = request.bodyString();
            long sent = body == null ? 0 : body.getBytes(StandardCharsets.UTF_8).length;
            Duration duration = Duration.ofNanos(System.nanoTime() - begun);
            return new RequestObserver.Exchange(host(request), request.method(), duration, sent, received.get());
        }
    }
}
