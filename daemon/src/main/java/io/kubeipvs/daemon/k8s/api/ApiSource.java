package io.kubeipvs.daemon.k8s.api;

import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.k8s.PodAddresses;
import io.kubeipvs.daemon.k8s.Receivers;
import io.kubeipvs.daemon.k8s.Rejections;
import io.kubeipvs.daemon.k8s.Source;
import io.kubeipvs.daemon.work.Worker;
import io.kubeipvs.daemon.work.Workers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Services, endpoints and this node from a Kubernetes API server: all namespaces, listed in pages and then watched, with
 * one worker for each kind. While the server cannot be reached, the objects read last stay in force, and the log reports
 * once why.
 */
public final class ApiSource implements Source {
    private final ApiServer server;
    private final Reachability reachability;
    private final List<ListWatch<?, ?>> watches;
    private List<Worker> workers = List.of();

    /**
     * @param connection closed with this source
     */
    public ApiSource(
            ApiConnection connection,
            Receivers receivers,
            Rejections rejections,
            WatchObserver observer,
            ApiTimings timings) {
        this(ApiServer.over(connection, timings), receivers, rejections, observer);
    }

    ApiSource(ApiServer server, Receivers receivers, Rejections rejections, WatchObserver observer) {
        this.server = server;
        this.reachability = new Reachability(server.url());
        Optional<String> onlyNode = Optional.of(receivers.node().name()).filter(name -> receivers.onlyThisNode());
        this.watches = List.of(
                new ListWatch<>(server, new ServiceCidrKind(receivers.ranges()), rejections, reachability, observer),
                new ListWatch<>(server, new NodeKind(receivers.node(), onlyNode), rejections, reachability, observer),
                new ListWatch<>(server, new ServiceKind(receivers.tracker()), rejections, reachability, observer),
                new ListWatch<>(server, new SliceKind(receivers.tracker()), rejections, reachability, observer));
    }

    @Override
    public void start(Workers all) {
        workers = watches.stream()
                .map(watch -> all.start("watch-" + watch.kind(), watch))
                .toList();
    }

    @Override
    public List<Problem> failures() {
        return reachability.failures();
    }

    @Override
    public List<Problem> silences() {
        return reachability.silences();
    }

    @Override
    public Map<String, Duration> received() {
        return reachability.received();
    }

    @Override
    public String address() {
        return server.url();
    }

    @Override
    public boolean hasAnswer() {
        return reachability.hasAnswer();
    }

    @Override
    public PodAddresses pods() {
        return new PodsOfSlices(server);
    }

    @Override
    public void close() {
        workers.forEach(Worker::stop);
        workers.forEach(Worker::awaitEnd);
        server.close();
    }
}
