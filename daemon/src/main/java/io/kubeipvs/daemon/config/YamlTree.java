package io.kubeipvs.daemon.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The first document of a YAML text as the tree that kube-proxy's decoder makes of it: anchors, aliases and merge keys
 * are resolved, and of a key that is given twice the last value counts. Follows {@code decode.go} of
 * go.yaml.in/yaml/v2 and {@code YAMLToJSON} of sigs.k8s.io/yaml.
 */
final class YamlTree {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int DEEPEST = 500;
    private static final String MERGE = "<<";

    private final Iterator<Event> events;
    private final List<ConfigWarning> warnings;
    private final Map<Anchor, JsonNode> anchored = new HashMap<>();
    private final Set<Anchor> open = new HashSet<>();
    private int depth;

    private YamlTree(Iterator<Event> events, List<ConfigWarning> warnings) {
        this.events = events;
        this.warnings = warnings;
    }

    /**
     * Reads a text.
     *
     * @param warnings receives the keys that are given twice, and the fact that more documents follow
     * @throws YamlEngineException when it is not YAML
     * @throws ConfigException when it has no tree
     */
    static JsonNode of(String text, List<ConfigWarning> warnings) throws ConfigException {
        Iterator<Event> events =
                new Parse(LoadSettings.builder().build()).parseString(text).iterator();
        events.next();
        if (events.next().getEventId() == Event.ID.StreamEnd) {
            return JSON.nullNode();
        }
        YamlTree tree = new YamlTree(events, warnings);
        JsonNode root = tree.node("", (NodeEvent) events.next());
        events.next();
        if (tree.isMoreThere()) {
            warnings.add(new ConfigWarning("---", "only the first document is read", "remove the others"));
        }
        return root;
    }

    /** Whether another document has content; what follows need not be YAML. */
    private boolean isMoreThere() {
        try {
            while (events.next().getEventId() == Event.ID.DocumentStart) {
                boolean isEmpty = events.next() instanceof ScalarEvent scalar
                        && scalar.isPlain()
                        && scalar.getValue().isEmpty();
                if (!isEmpty) {
                    return true;
                }
                events.next();
            }
            return false;
        } catch (YamlEngineException e) {
            return true;
        }
    }

    private JsonNode node(String path, NodeEvent event) throws ConfigException {
        if (event instanceof AliasEvent alias) {
            return aliased(alias.getAlias());
        }
        if (++depth > DEEPEST) {
            throw new ConfigException("nested deeper than " + DEEPEST + " levels");
        }
        Optional<Anchor> anchor = event.getAnchor();
        anchor.ifPresent(open::add);
        JsonNode node;
        if (event instanceof ScalarEvent scalar) {
            node = YamlScalar.of(scalar.getValue(), scalar.getTag(), scalar.isPlain());
        } else {
            node = event instanceof SequenceStartEvent ? sequence(path) : mapping(path);
        }
        anchor.ifPresent(name -> {
            open.remove(name);
            anchored.put(name, node);
        });
        depth--;
        return node;
    }

    private JsonNode aliased(Anchor name) throws ConfigException {
        if (open.contains(name)) {
            throw new ConfigException("*" + name + " is inside of what it stands for");
        }
        if (!anchored.containsKey(name)) {
            throw new ConfigException("*" + name + ": there is no &" + name + " before it");
        }
        return anchored.get(name);
    }

    private ArrayNode sequence(String path) throws ConfigException {
        ArrayNode list = JSON.arrayNode();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            list.add(node(path + "[" + list.size() + "]", (NodeEvent) event));
        }
        return list;
    }

    private ObjectNode mapping(String path) throws ConfigException {
        ObjectNode map = JSON.objectNode();
        Set<String> written = new HashSet<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            if (isMerge(event)) {
                merge(map, node(path, (NodeEvent) events.next()));
                continue;
            }
            String key = key(node(path, (NodeEvent) event));
            String below = path.isEmpty() ? key : path + "." + key;
            JsonNode value = node(below, (NodeEvent) events.next());
            if (!written.add(key)) {
                warnings.add(
                        new ConfigWarning(below, "the key is given twice, and its last value counts", "remove one"));
            }
            map.set(key, value);
        }
        return map;
    }

    private static boolean isMerge(Event event) {
        return event instanceof ScalarEvent scalar
                && scalar.isPlain()
                && scalar.getTag().isEmpty()
                && scalar.getValue().equals(MERGE);
    }

    /** The merged keys replace those above them; of several maps the first one wins. */
    private static void merge(ObjectNode map, JsonNode value) throws ConfigException {
        if (value instanceof ObjectNode one) {
            one.properties().forEach(entry -> map.set(entry.getKey(), entry.getValue()));
            return;
        }
        if (!(value instanceof ArrayNode several)) {
            throw new ConfigException(MERGE + ": needs keys, or a list of keys");
        }
        for (int i = several.size() - 1; i >= 0; i--) {
            if (!several.get(i).isObject()) {
                throw new ConfigException(MERGE + ": needs keys, or a list of keys");
            }
            merge(map, several.get(i));
        }
    }

    private static String key(JsonNode node) throws ConfigException {
        if (node.isNull() || node.isContainer()) {
            throw new ConfigException("a key is a list, keys or null; allowed: a word");
        }
        return node.asString();
    }
}
