package io.kubeipvs.daemon.k8s.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/** The database of a stand-in for an API server: objects with versions that only grow, and lists in pages of one snapshot. */
final class StoredObjects {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> LIST_KINDS = Map.of(
            "servicecidrs", "\"kind\":\"ServiceCIDRList\",\"apiVersion\":\"networking.k8s.io/v1\"",
            "nodes", "\"kind\":\"NodeList\",\"apiVersion\":\"v1\"",
            "services", "\"kind\":\"ServiceList\",\"apiVersion\":\"v1\"",
            "endpointslices", "\"kind\":\"EndpointSliceList\",\"apiVersion\":\"discovery.k8s.io/v1\"");

    /** The names of the kinds in paths. */
    static final Set<String> RESOURCES = LIST_KINDS.keySet();

    private final Map<String, Map<String, ObjectNode>> objects = new ConcurrentHashMap<>();
    private final Map<String, Map<String, String>> raw = new ConcurrentHashMap<>();
    private final Map<String, List<ObjectNode>> snapshots = new ConcurrentHashMap<>();
    private long version = 1000;

    StoredObjects() {
        RESOURCES.forEach(resource -> objects.put(resource, new TreeMap<>()));
    }

    /** Stores it under a new version, telling no watch. Returns it as the server would show it. */
    synchronized JsonNode put(String resource, HasMetadata object) {
        ObjectNode node = JSON.valueToTree(object);
        ((ObjectNode) node.get("metadata")).put("resourceVersion", Long.toString(++version));
        objects.get(resource).put(object.getMetadata().getName(), node);
        return node;
    }

    /** Shows this JSON as an item of lists, whatever it is. */
    synchronized void putRaw(String resource, String name, String json) {
        raw.computeIfAbsent(resource, r -> new TreeMap<>()).put(name, json);
    }

    /** Takes it away under a new version, telling no watch. Returns its last state. */
    synchronized JsonNode remove(String resource, String name) {
        ObjectNode node = objects.get(resource).remove(name);
        ((ObjectNode) node.get("metadata")).put("resourceVersion", Long.toString(++version));
        return node;
    }

    /** Restores the database from a backup: all objects of this resource are gone, and versions continue from this one. */
    synchronized void restore(String resource, long to) {
        objects.get(resource).clear();
        snapshots.clear();
        version = to;
    }

    /** Whether a list must not be older than a version that does not exist yet. */
    synchronized boolean isFuture(Map<String, String> query) {
        return "NotOlderThan".equals(query.get("resourceVersionMatch"))
                && Long.parseLong(query.get("resourceVersion")) > version;
    }

    /** The page that this query asks for, as the server writes it. */
    synchronized String list(String resource, Map<String, String> query) {
        String token = query.get("continue");
        String at = token == null ? Long.toString(version) : token.split(":")[0];
        int from = token == null ? 0 : Integer.parseInt(token.split(":")[1]);
        List<ObjectNode> all = snapshots.computeIfAbsent(
                resource + at, k -> new ArrayList<>(objects.get(resource).values()));
        int limit = query.containsKey("limit") ? Integer.parseInt(query.get("limit")) : all.size();
        int to = Math.min(all.size(), from + limit);
        String more = to < all.size()
                ? ",\"continue\":\"" + at + ":" + to + "\",\"remainingItemCount\":" + (all.size() - to)
                : "";
        return "{" + LIST_KINDS.get(resource) + ",\"metadata\":{\"resourceVersion\":\"" + at + "\"" + more
                + "},\"items\":["
                + Stream.concat(
                                from == 0 ? raw.getOrDefault(resource, Map.of()).values().stream() : Stream.of(),
                                all.subList(from, to).stream().map(StoredObjects::item))
                        .collect(Collectors.joining(","))
                + "]}";
    }

    /** A server does not repeat the kind in each item of a list. */
    private static String item(ObjectNode object) {
        return object.deepCopy().without(List.of("kind", "apiVersion")).toString();
    }
}
