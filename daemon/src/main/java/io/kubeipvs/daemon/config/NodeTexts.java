package io.kubeipvs.daemon.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The texts of a value in a file, whose type must be that of its key: as kube-proxy, a quoted number is no number. */
final class NodeTexts {
    private NodeTexts() {}

    /**
     * The texts; none = no value is given.
     *
     * @param name the name that the user knows the key by
     */
    static List<String> of(ConfigKey<?> key, String name, JsonNode node) throws ConfigException {
        if (node.isNull()) {
            return none(key, name);
        }
        return switch (key.form()) {
            case LIST -> list(name, node);
            case SWITCHES -> switches(name, node);
            case MODULES -> modules(name, node);
            case TEXT -> one(name, node, node.isString(), "a text; put it in quotes");
            case DURATION ->
                one(
                        name,
                        node,
                        node.isString() && !node.asString().isEmpty(),
                        "a duration such as 30s, 1m30s or 500ms");
            case NUMBER -> one(name, node, node.isNumber(), "a number without quotes");
            case TRUTH -> one(name, node, node.isBoolean(), "true or false, without quotes");
            case QUANTITY -> quantity(name, node);
            case TIME ->
                one(name, node, node.isIntegralNumber() || isText(node), "a duration such as 30s, 1m30s or 500ms");
        };
    }

    private static List<String> none(ConfigKey<?> key, String name) throws ConfigException {
        if (!key.mayBeNull()) {
            throw new ConfigException(name, null + "", "a duration such as 30s; remove the key for the default");
        }
        return List.of();
    }

    private static boolean isText(JsonNode node) {
        return node.isString() && !node.asString().isEmpty();
    }

    private static List<String> quantity(String name, JsonNode node) throws ConfigException {
        return one(name, node, node.isNumber() || isText(node), "an amount, for instance 64Ki or 1M");
    }

    private static List<String> one(String name, JsonNode node, boolean fits, String allowed) throws ConfigException {
        if (!fits) {
            throw new ConfigException(name, shown(node), allowed);
        }
        return List.of(node.asString());
    }

    /** A null in a list is an empty text, as in Go. */
    private static List<String> list(String name, JsonNode node) throws ConfigException {
        if (!node.isArray()) {
            throw new ConfigException(name, shown(node), "a list");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : node) {
            if (!element.isString() && !element.isNull()) {
                throw new ConfigException(name, shown(element), "a list of texts; put each in quotes");
            }
            texts.add(element.isNull() ? "" : element.asString());
        }
        return texts;
    }

    private static List<String> switches(String name, JsonNode node) throws ConfigException {
        String allowed = "names, each with true or false without quotes";
        if (!node.isObject()) {
            throw new ConfigException(name, shown(node), allowed);
        }
        List<String> texts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> gate : node.properties()) {
            if (!gate.getValue().isBoolean() && !gate.getValue().isNull()) {
                throw new ConfigException(
                        name + "." + gate.getKey(), shown(gate.getValue()), "true or false, without quotes");
            }
            texts.add(gate.getKey() + "=" + gate.getValue().asBoolean(false));
        }
        return texts;
    }

    private static List<String> modules(String name, JsonNode node) throws ConfigException {
        if (!node.isArray()) {
            throw new ConfigException(name, shown(node), "a list");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : node) {
            JsonNode pattern = element.path("filePattern");
            JsonNode level = element.path("verbosity");
            boolean fits = element.isObject()
                    && pattern.isString()
                    && (level.isMissingNode() || level.isNull() || level.isIntegralNumber());
            if (!fits) {
                throw new ConfigException(name, shown(element), "items with filePattern and verbosity");
            }
            texts.add(pattern.asString() + "=" + level.asString("0"));
        }
        return texts;
    }

    /** A value for a message. */
    static String shown(JsonNode node) {
        if (node.isArray()) {
            return "a list";
        }
        if (node.isObject()) {
            return "keys";
        }
        return node.isNull() || node.isMissingNode() ? "null" : node.asString();
    }
}
