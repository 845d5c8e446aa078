package io.kubeipvs.daemon.k8s.manifests;

import io.kubeipvs.daemon.k8s.OneLine;
import io.kubeipvs.daemon.k8s.UnusableObjectException;
import io.kubeipvs.daemon.k8s.ValueText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parses one manifest file: documents, the items of lists, and of those the kinds that matter here. A bad object takes
 * nothing from the good ones beside it.
 */
final class ManifestParser {
    private static final Logger LOG = LoggerFactory.getLogger(ManifestParser.class);
    private static final String LIST = "List";

    private final ManifestText text = new ManifestText();

    /** @throws ManifestException when it is not a sequence of Kubernetes objects at all */
    ManifestFile parse(String fileName, byte[] content) throws ManifestException {
        List<Map<?, ?>> items = new ArrayList<>();
        List<Object> documents = text.documents(fileName, content);
        for (int i = 0; i < documents.size(); i++) {
            addItems("document " + (i + 1), documents.get(i), items);
        }
        List<ManifestObject> objects = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        Set<String> skipped = new LinkedHashSet<>();
        for (int i = 0; i < items.size(); i++) {
            try {
                Optional<ManifestObject> object = ManifestObjectReader.read(items.get(i));
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

    private static Runnable kindAdder(Map<?, ?> item, Set<String> kinds) {
        return () -> kinds.add(OneLine.of(item.get("apiVersion") + " " + item.get("kind")));
    }

    private static Optional<String> joined(List<String> problems) {
        return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems));
    }

    private static void addItems(String where, Object value, List<Map<?, ?>> items) throws ManifestException {
        if (!(value instanceof Map<?, ?> node)) {
            throw new ManifestException(
                    where + " " + ValueText.of(value) + ": must be a map with apiVersion, kind and metadata");
        }
        if (!(node.get("kind") instanceof String kind) || !kind.endsWith(LIST)) {
            items.add(node);
            return;
        }
        Object listed = node.get("items");
        if (listed != null && !(listed instanceof List)) {
            throw new ManifestException(where + ": items " + ValueText.of(listed) + ": must be a list");
        }
        List<?> elements = listed == null ? List.of() : (List<?>) listed;
        for (int i = 0; i < elements.size(); i++) {
            addItems(where + ", items[" + i + "]", typed(elements.get(i), node, kind), items);
        }
    }

    /** An API server's own typed lists do not repeat the kind in every item. */
    private static Object typed(Object item, Map<?, ?> list, String listKind) {
        if (!(item instanceof Map<?, ?> object) || listKind.equals(LIST) || object.get("kind") != null) {
            return item;
        }
        Map<Object, Object> typed = new HashMap<>(object);
        typed.put("kind", listKind.substring(0, listKind.length() - LIST.length()));
        typed.put("apiVersion", list.get("apiVersion"));
        return typed;
    }
}
