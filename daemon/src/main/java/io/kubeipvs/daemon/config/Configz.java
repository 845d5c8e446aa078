package io.kubeipvs.daemon.config;

import io.kubeipvs.core.model.GoDuration;
import io.kubeipvs.daemon.config.ValueType.Form;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The page {@code /configz}, as in kube-proxy: every key with its value in force, which is the default where none is given.
 * A key that needs a restart has its value at the start.
 */
public final class Configz {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ConfigInForce inForce;

    /** @param inForce is read at each request */
    public Configz(ConfigInForce inForce) {
        this.inForce = inForce;
    }

    /** kube-proxy's keys in its own form, and ours beside them. */
    public String json() {
        return tree().toString();
    }

    private ObjectNode tree() {
        ObjectNode page = JSON.objectNode();
        page.set("kubeproxy.config.k8s.io", show(KubeProxyKeys.KEYS));
        page.set("kubeipvs.io", show(OwnKeys.KEYS));
        return page;
    }

    /** The content of the page with this configuration. */
    public static ObjectNode tree(ConfigFile.Content content) {
        return of(content).tree();
    }

    /** The page with this configuration. */
    public static Configz of(ConfigFile.Content content) {
        return new Configz(new ConfigInForce(content));
    }

    /** A file of kube-proxy's kind with every key, which has this content. */
    public static String file(ConfigFile.Content content) {
        return new YAMLMapper().writeValueAsString(of(content).show(KubeProxyKeys.KEYS));
    }

    /** A file of our own kind with every key, which has this content. */
    public static String ownFile(ConfigFile.Content content) {
        return new YAMLMapper().writeValueAsString(of(content).show(OwnKeys.KEYS));
    }

    private ObjectNode show(ConfigKeys keys) {
        ObjectNode all = JSON.objectNode();
        for (ConfigKey<?> key : keys.all()) {
            List<String> words = words(key);
            value(key.form(), words).ifPresent(value -> put(all, key.path(), value));
        }
        return all;
    }

    private List<String> words(ConfigKey<?> key) {
        return switch (key.effect()) {
            case LIVE -> key.valuesIn(inForce.content().config());
            case RESTART -> key.valuesIn(inForce.current());
            case NONE ->
                inForce.content()
                        .withoutEffect()
                        .getOrDefault(key.path(), key.byDefault().isEmpty() ? List.of() : List.of(key.byDefault()));
        };
    }

    /** Without a value, a text is empty and a list null, as in kube-proxy; any other key is omitted. */
    private static Optional<JsonNode> value(Form form, List<String> words) {
        if (form == Form.SWITCHES) {
            return words.isEmpty() ? Optional.empty() : Optional.of(switches(words));
        }
        if (form == Form.MODULES) {
            return words.isEmpty() ? Optional.empty() : Optional.of(modules(words));
        }
        if (form == Form.LIST) {
            return Optional.of(words.isEmpty() ? JSON.nullNode() : array(words));
        }
        if (words.isEmpty()) {
            return form == Form.TEXT ? Optional.of(JSON.stringNode("")) : Optional.empty();
        }
        String word = words.get(words.size() - 1);
        return Optional.of(
                switch (form) {
                    case NUMBER -> JSON.numberNode(new BigDecimal(word));
                    case TRUTH -> JSON.booleanNode(Boolean.parseBoolean(word));
                    case DURATION -> JSON.stringNode(duration(word));
                    default -> JSON.stringNode(word);
                });
    }

    private static String duration(String word) {
        try {
            return GoDuration.text(Durations.parse("", word));
        } catch (ConfigException e) {
            return word;
        }
    }

    private static JsonNode switches(List<String> words) {
        ObjectNode gates = JSON.objectNode();
        words.forEach(word -> gates.put(word.substring(0, word.indexOf('=')), word.endsWith("true")));
        return gates;
    }

    private static JsonNode modules(List<String> words) {
        ArrayNode modules = JSON.arrayNode();
        words.forEach(word -> modules.addObject()
                .put("filePattern", word.substring(0, word.indexOf('=')))
                .put("verbosity", Long.parseLong(word.substring(word.indexOf('=') + 1))));
        return modules;
    }

    private static JsonNode array(List<String> words) {
        ArrayNode array = JSON.arrayNode();
        words.forEach(array::add);
        return array;
    }

    private static void put(ObjectNode all, String path, JsonNode value) {
        String[] names = path.split("\\.");
        ObjectNode group = all;
        for (int i = 0; i < names.length - 1; i++) {
            group = group.withObjectProperty(names[i]);
        }
        group.set(names[names.length - 1], value);
    }
}
