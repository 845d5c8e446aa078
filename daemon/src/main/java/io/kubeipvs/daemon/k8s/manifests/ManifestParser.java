package io.kubeipvs.daemon.k8s.manifests;

import io.kubeipvs.daemon.k8s.OneLine;
import io.kubeipvs.daemon.k8s.UnusableObjectException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Parses one manifest file: documents, the items of lists, and of those the kinds that matter here. A bad object takes
 * nothing from the good ones beside it.
 */
final class ManifestParser {
    private static final Logger LOG = LoggerFactory.getLogger(ManifestParser.class);
    private static final String LIST = "List";

    private final ManifestBinder binder = new ManifestBinder();
    private final ManifestText text = new ManifestText(binder.mapper());
    private final ManifestObjectReader reader = new ManifestObjectReader(binder);

    /** @throws ManifestException when it is not a sequence of Kubernetes objects at all */
    ManifestFile parse(String fileName, byte[] content) throws ManifestException {
        List<JsonNode> items = new ArrayList<>();
        List<JsonNode> documents = text.documents(fileName, content);
        for (int i = 0; i < documents.size(); i++) {
            addItems("document " + (i + 1), documents.get(i), items);
        }
        List<ManifestObject> objects = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        Set<String> skipped = new LinkedHashSet<>();
        for (int i = 0; i < items.size(); i++) {
            try {
                Optional<ManifestObject> object = reader.read(items.get(i));
                object.ifPresentOrElse(objects::add, kindAdder(items.get(i), skipped));
            } catch (UnusableObjectException e) {
                problems.add("object " + (i + 1) + ": " + e.getMessage());
            }
        }
        if (!skipped.isEmpty()) {
            LOG.info("manifest_objects_skipped file={} kinds=\"{}\"", fileName, String.join(", ", skipped));
        }
        return new ManifestFile(fileName, objects, joined(problems));
    }

    private static Runnable kindAdder(JsonNode item, Set<String> kinds) {
        return () -> kinds.add(OneLine.of(
                item.path("apiVersion").asString("") + " " + item.path("kind").asString("")));
    }

    private static Optional<String> joined(List<String> problems) {
        return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems));
    }

    private static void addItems(String where, JsonNode node, List<JsonNode> items) throws ManifestException {
        if (!node.isObject()) {
            throw new ManifestException(
                    where + " " + ManifestValue.of(node) + ": must be a map with apiVersion, kind and metadata");
        }
        String kind = node.path("kind").asString("");
        if (!kind.endsWith(LIST)) {
            items.add(node);
            return;
        }
        JsonNode listed = node.path("items");
        if (!listed.isArray() && !listed.isNull() && !listed.isMissingNode()) {
            throw new ManifestException(where + ": items " + ManifestValue.of(listed) + ": must be a list");
        }
        for (int i = 0; i < listed.size(); i++) {
            addItems(where + ", items[" + i + "]", typed(listed.get(i), node, kind), items);
        }
    }

    /** An API server's own typed lists do not repeat the kind in every item. */
    private static JsonNode typed(JsonNode item, JsonNode list, String listKind) {
        if (item instanceof ObjectNode object && !listKind.equals(LIST) && !object.hasNonNull("kind")) {
            object.put("kind", listKind.substring(0, listKind.length() - LIST.length()));
            object.set("apiVersion", list.path("apiVersion"));
        }
        return item;
    }
}
