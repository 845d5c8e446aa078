package io.kubeipvs.daemon.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Reads a configuration file as kube-proxy does: a wrong value is refused, and an unknown key or a key that is given twice
 * is a warning.
 */
final class YamlFile {
    private static final int MOST_BYTES = 3_000_000;

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
        List<ConfigWarning> warnings = new ArrayList<>();
        JsonNode root = ConfigText.parse(name, text(name, file), warnings);
        KeyValues values = KeyValues.ofFile(keys, path -> name + ": " + path);
        YamlFile reader = new YamlFile(keys, values);
        reader.requireHead(root);
        reader.group("", root);
        warnings.forEach(values::warn);
        return values;
    }

    private static String text(String name, Path file) throws ConfigException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new ConfigException(name + ": longer than " + MOST_BYTES + " bytes");
            }
            return decoded(bytes);
        } catch (IOException e) {
            throw new ConfigException(
                    name + ": cannot be read: " + (Files.exists(file) ? e.getMessage() : "no such file"));
        }
    }

    /** The text behind a byte order mark, which may name another encoding than UTF-8. */
    private static String decoded(byte[] bytes) {
        int first = bytes.length < 2 ? 0 : (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
        Charset charset = first == 0xfffe || first == 0xfeff ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
        String text = new String(bytes, charset);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** Checked first: in a file of another kind no other mistake matters. */
    private void requireHead(JsonNode root) throws ConfigException {
        if (!root.isObject()) {
            String found = root.isNull() ? "it is empty" : "it has no keys";
            throw new ConfigException(values.name("apiVersion") + ": missing, because " + found + "; allowed: "
                    + keys.at("apiVersion").orElseThrow().meaning().replace("`", ""));
        }
        for (String path : List.of("apiVersion", "kind")) {
            JsonNode value = inAnyCase(root, path);
            keys.at(path).orElseThrow().check(values.name(path), List.of(NodeTexts.shown(value)));
        }
    }

    /** kube-proxy's decoder finds these two keys in any case; the exact one wins. */
    private static JsonNode inAnyCase(JsonNode root, String path) {
        JsonNode value = root.path(path);
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            if (field.getKey().equalsIgnoreCase(path) && !root.has(path)) {
                value = field.getValue();
            }
        }
        return value;
    }

    private void group(String path, JsonNode node) throws ConfigException {
        if (!node.isObject()) {
            throw new ConfigException(values.name(path), NodeTexts.shown(node), "keys: " + keys.allowedBelow(path));
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String below = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            Optional<ConfigKey<?>> key = field.getKey().contains(".") ? Optional.empty() : keys.at(below);
            if (key.isPresent()) {
                values.put(key.get(), NodeTexts.of(key.get(), values.name(below), field.getValue()));
            } else if (field.getKey().contains(".") || !keys.isGroup(below)) {
                values.warn(ConfigWarning.unknown(below, keys));
            } else if (!field.getValue().isNull()) {
                group(below, field.getValue());
            }
        }
    }
}
