package io.kubeipvs.it.support;

import static io.kubeipvs.daemon.k8s.api.OpenWatch.error;
import static io.kubeipvs.daemon.k8s.api.OpenWatch.event;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.kubeipvs.daemon.k8s.api.OpenWatch;
import io.kubeipvs.daemon.k8s.api.StandInApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * An API server in the namespace of a node: its watches carry every change, and a watch that begins before a change that
 * it cannot carry any more ends with 410, as with a real server that has compacted its history.
 */
public final class LiveCluster implements AutoCloseable {
    private static final List<String> RESOURCES = List.of("services", "endpointslices", "nodes", "servicecidrs");

    private final KernelNamespace node;
    private final StandInApiServer server;
    private final Map<String, Map<String, HasMetadata>> objects = new TreeMap<>();
    private final Map<String, OpenWatch> open = new TreeMap<>();
    private final Map<String, Long> changed = new TreeMap<>();
    private boolean isAway;

    public LiveCluster(KernelNamespace node) throws Exception {
        this.node = node;
        this.server = node.call(StandInApiServer::new);
        for (String resource : RESOURCES) {
            objects.put(resource, new TreeMap<>());
            changed.put(resource, 0L);
            Thread thread = new Thread(() -> follow(resource), "watches of " + resource);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void follow(String resource) {
        try {
            while (true) {
                begin(resource, server.watch(resource));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (AssertionError quiet) {
            follow(resource); // no client came for a minute
        }
    }

    private synchronized void begin(String resource, OpenWatch watch) {
        open.remove(resource);
        if (watch.from() >= changed.get(resource)) {
            open.put(resource, watch);
        } else {
            try {
                watch.send(error(410, "too old resource version"));
            } catch (IOException gone) {
                // The client opens another one.
            }
        }
    }

    /** Creates or changes an object. */
    public synchronized void put(String resource, HasMetadata object) {
        boolean isNew = objects.get(resource).put(object.getMetadata().getName(), object) == null;
        send(resource, isNew ? "ADDED" : "MODIFIED", server.put(resource, object));
    }

    /** Deletes an object, if there is one of this name. */
    public synchronized void remove(String resource, String name) {
        if (objects.get(resource).remove(name) != null) {
            send(resource, "DELETED", server.remove(resource, name));
        }
    }

    private void send(String resource, String type, JsonNode object) {
        changed.put(
                resource,
                Long.parseLong(object.get("metadata").get("resourceVersion").asString()));
        OpenWatch watch = open.get(resource);
        try {
            if (watch != null) {
                watch.send(event(type, object));
            }
        } catch (IOException gone) {
            open.remove(resource);
        }
    }

    /** Gives another cluster the objects that this one has now. */
    public synchronized void copyTo(LiveCluster other) {
        objects.forEach((resource, ofIt) -> ofIt.values().forEach(object -> other.put(resource, object)));
    }

    /** Cuts all connections, and refuses new ones until {@link #comeBack}. */
    public synchronized void goAway() throws IOException {
        if (!isAway) {
            isAway = true;
            open.clear();
            server.goAway();
        }
    }

    /** Accepts connections again. */
    public synchronized void comeBack() throws Exception {
        if (isAway) {
            isAway = false;
            node.call(() -> {
                server.comeBack();
                return null;
            });
        }
    }

    /** Writes a kubeconfig that leads to it. */
    public Path kubeconfig() throws IOException {
        return server.writeKubeconfig(Files.createTempDirectory("kubeconfig-"));
    }

    @Override
    public synchronized void close() throws IOException {
        server.close();
    }
}
