package io.kubeipvs.daemon.k8s.api;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kubeipvs.daemon.k8s.Receivers;
import io.kubeipvs.daemon.k8s.Rejections;
import io.kubeipvs.daemon.k8s.Source;
import java.util.List;
import java.util.Optional;

/**
 * Services, endpoints and this node from a Kubernetes API server: all namespaces, listed in pages and then watched, one thread a
 * kind. While the server cannot be reached, what was read last stays in force and the log says once why.
 */
public final class ApiSource implements Source {
    private final ApiServer server;
    private final List<Thread> threads;

    /**
     * @param client closed with this source
     */
    public ApiSource(
            KubernetesClient client,
            Receivers receivers,
            Rejections rejections,
            WatchObserver observer,
            ApiTimings timings) {
        this(ApiServer.over(client, timings), receivers, rejections, observer);
    }

    ApiSource(ApiServer server, Receivers receivers, Rejections rejections, WatchObserver observer) {
        this.server = server;
        Reachability reachability = new Reachability(server.url());
        Optional<String> onlyNode = Optional.of(receivers.node().name()).filter(name -> receivers.onlyThisNode());
        this.threads = List.of(
                thread(new ListWatch<>(
                        server, new ServiceCidrKind(receivers.ranges()), rejections, reachability, observer)),
                thread(new ListWatch<>(
                        server, new NodeKind(receivers.node(), onlyNode), rejections, reachability, observer)),
                thread(new ListWatch<>(
                        server, new ServiceKind(receivers.tracker()), rejections, reachability, observer)),
                thread(new ListWatch<>(
                        server, new SliceKind(receivers.tracker()), rejections, reachability, observer)));
    }

    private static Thread thread(ListWatch<?, ?, ?> listWatch) {
        Thread thread = new Thread(listWatch, "watch-" + listWatch.kind());
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void start() {
        threads.forEach(Thread::start);
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        server.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
