package io.kubeipvs.daemon.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeipvs.daemon.config.ConfigKey.Effect;
import io.kubeipvs.daemon.config.ValueType.Form;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * The configuration in force, as kube-proxy shows it on {@code /configz}: every key there is, with its default where
 * nothing is said. A key that needs a restart shows what it was at the start. Safe for use by many threads.
 */
public final class Configz {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Config started;
    private ConfigFile.Content now;

    /** The program starts with this. */
    public Configz(ConfigFile.Content started) {
        this.started = started.config();
        this.now = started;
    }

    /** The files say this now. */
    public synchronized void change(ConfigFile.Content changed) {
        now = changed;
    }

    /** kube-proxy's keys in its own form, and ours beside them. */
    public synchronized String json() {
        ObjectNode page = JSON.objectNode();
        page.set("kubeproxy.config.k8s.io", show(KubeProxyKeys.KEYS));
        page.set("kubeipvs.io", show(OwnKeys.KEYS));
        return page.toString();
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
        if (key.effect() != Effect.NONE) {
            return key.valuesIn(key.effect() == Effect.LIVE ? now.config() : started);
        }
        List<String> byDefault = key.byDefault().isEmpty() ? List.of() : List.of(key.byDefault());
        return now.withoutEffect().getOrDefault(key.path(), byDefault);
    }

    /** Of nothing, a text is empty and a list null, as in kube-proxy; anything else is left out. */
    private static Optional<JsonNode> value(Form form, List<String> words) {
        if (form == Form.LIST) {
            return Optional.of(words.isEmpty() ? JSON.nullNode() : array(words));
        }
        if (words.isEmpty()) {
            return form == Form.TEXT ? Optional.of(JSON.textNode("")) : Optional.empty();
        }
        String word = words.get(words.size() - 1);
        return Optional.of(
                switch (form) {
                    case NUMBER -> JSON.numberNode(new BigDecimal(word));
                    case TRUTH -> JSON.booleanNode(Boolean.parseBoolean(word));
                    case DURATION -> JSON.textNode(Durations.text(Durations.sum(word)));
                    default -> JSON.textNode(word);
                });
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
