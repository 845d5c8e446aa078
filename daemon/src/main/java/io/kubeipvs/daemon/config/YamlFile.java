package io.kubeipvs.daemon.config;

import io.kubeipvs.daemon.config.ValueType.Form;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads a configuration file strictly: unknown keys, duplicate keys and wrong values are refused. */
final class YamlFile {
    private static final YAMLMapper MAPPER = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final ConfigKeys keys;
    private final KeyValues values;

    private YamlFile(ConfigKeys keys, KeyValues values) {
        this.keys = keys;
        this.values = values;
    }

    /**
     * The values in the file.
     *
     * @param option the flag that names the file, for messages
     */
    static KeyValues read(String option, Path file, ConfigKeys keys) throws ConfigException {
        String name = option + " " + file;
        JsonNode root = parse(name, file);
        KeyValues values = new KeyValues(keys, path -> name + ": " + path);
        YamlFile reader = new YamlFile(keys, values);
        reader.require("apiVersion", root);
        reader.require("kind", root);
        reader.group("", root);
        return values;
    }

    private static JsonNode parse(String name, Path file) throws ConfigException {
        try {
            return MAPPER.readTree(Files.readString(file));
        } catch (JacksonException e) {
            String what = e instanceof MismatchedInputException ? "not usable" : "not YAML";
            throw new ConfigException(name + ": " + what + " at line "
                    + e.getLocation().getLineNr() + ": "
                    + words(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new ConfigException(
                    name + ": cannot be read: " + (Files.exists(file) ? e.getMessage() : "no such file"));
        }
    }

    /** The parser's message without the quoted text of the file, which is indented. */
    private static String words(String message) {
        return message.lines()
                .filter(line -> !line.isBlank() && !line.startsWith(" "))
                .collect(Collectors.joining(": "));
    }

    /** Checked first: in a file of another kind no other mistake matters. */
    private void require(String path, JsonNode root) throws ConfigException {
        Optional<ConfigKey<?>> key = keys.at(path);
        if (key.isPresent()) {
            key.get().check(values.name(path), List.of(scalar(root.path(path))));
        }
    }

    private void group(String path, JsonNode node) throws ConfigException {
        if (!node.isObject()) {
            throw new ConfigException(values.name(path), node, "keys: " + keys.allowedBelow(path));
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String below = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            Optional<ConfigKey<?>> key = keys.at(below);
            if (key.isPresent()) {
                values.put(key.get(), texts(key.get(), field.getValue()));
            } else if (!keys.isGroup(below)) {
                throw new ConfigException(
                        values.name(below) + ": there is no such key; allowed: " + keys.allowedBelow(path));
            } else if (!field.getValue().isNull()) {
                group(below, field.getValue());
            }
        }
    }

    private List<String> texts(ConfigKey<?> key, JsonNode node) throws ConfigException {
        if (node.isNull()) {
            return List.of();
        }
        if (key.form() == Form.OPAQUE) {
            return node.isEmpty() ? List.of() : List.of(node.toString());
        }
        if (key.form() != Form.LIST) {
            return List.of(text(key, node));
        }
        if (!node.isArray()) {
            throw new ConfigException(values.name(key.path()), node, "a list");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : node) {
            texts.add(text(key, element));
        }
        return texts;
    }

    private String text(ConfigKey<?> key, JsonNode node) throws ConfigException {
        if (node.isContainer()) {
            throw new ConfigException(values.name(key.path()), node, "a single value");
        }
        return scalar(node);
    }

    /** A null as the word, so that a message can show it. */
    private static String scalar(JsonNode node) {
        return node.isNull() ? "null" : node.asString("");
    }
}
