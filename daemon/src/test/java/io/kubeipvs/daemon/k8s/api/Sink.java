package io.kubeipvs.daemon.k8s.api;

import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.SliceSpec;
import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.core.track.ServiceView;
import io.kubeipvs.daemon.k8s.Receivers;
import io.kubeipvs.daemon.k8s.Rejections;
import io.kubeipvs.daemon.node.ThisNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/** Everything that a source can report, and the state of its tracker. */
final class Sink implements Rejections, WatchObserver {
    final ChangeTracker tracker = new ChangeTracker(() -> {});
    final BlockingQueue<NodeView> nodes = new LinkedBlockingQueue<>();
    final ThisNode node = new ThisNode("n1", nodes::add);
    final Receivers receivers = new Receivers(tracker, node);
    final Map<String, String> rejected = new ConcurrentHashMap<>();
    final List<String> over = new CopyOnWriteArrayList<>();
    final List<String> listed = new CopyOnWriteArrayList<>();
    final List<String> received = new CopyOnWriteArrayList<>();
    final List<String> removed = new CopyOnWriteArrayList<>();
    private final Map<ServiceName, ServiceView> views = new TreeMap<>();

    Sink() {
        node.setAddresses(Set.of(), Map.of());
    }

    /** The Services in force, as "namespace/name address:port ...", in order. */
    List<String> services() {
        return views().values().stream()
                .filter(view -> view.service().isPresent())
                .map(view -> view.name() + " "
                        + view.service().get().clusterIps().get(0) + ":"
                        + view.service().get().ports().get(0).port())
                .toList();
    }

    /** The addresses of all endpoints of one Service, in order. */
    List<String> endpoints(String namespace, String name) {
        ServiceView view = views().get(new ServiceName(namespace, name));
        return view == null
                ? List.of()
                : view.slices().stream()
                        .map(SliceSpec::endpoints)
                        .flatMap(List::stream)
                        .map(e -> e.address())
                        .sorted()
                        .map(Ip::toString)
                        .toList();
    }

    private synchronized Map<ServiceName, ServiceView> views() {
        tracker.takeDirty().forEach(view -> {
            if (view.service().isEmpty() && views.containsKey(view.name())) {
                removed.add(view.name().toString());
            }
            views.put(view.name(), view);
        });
        return new TreeMap<>(views);
    }

    @Override
    public void reject(String kind, String where, String problem) {
        rejected.put(kind + " " + where, problem);
    }

    @Override
    public void refuse(String kind, String where, List<String> problems) {
        rejected.put(kind + " " + where, "without: " + String.join("; ", problems));
    }

    @Override
    public void clear(String kind, String where) {
        rejected.remove(kind + " " + where);
    }

    @Override
    public void watchOver(String kind, Reason reason) {
        over.add(kind + " " + reason);
    }

    @Override
    public void listed(String kind, int records) {
        listed.add(kind + " " + records);
    }

    @Override
    public void received(String kind) {
        received.add(kind);
    }
}
