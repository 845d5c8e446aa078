package io.kubeipvs.daemon.config;

import io.kubeipvs.daemon.config.ValueType.Form;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * In the Helm chart's values.schema.json, the schemas of {@code config} and {@code ownConfig} come from the
 * declarations of the keys. So does the list of flags that have no effect beside a file.
 */
class ValuesSchemaTest {
    private static final Path SCHEMA = Path.of("deploy", "helm", "kube-ipvs", "values.schema.json");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    @Test
    void theSchemaOfTheConfigurationIsAsTheKeysAreDeclared() throws IOException {
        ObjectNode schema = (ObjectNode) JSON.readTree(Files.readString(SCHEMA));
        ObjectNode values = (ObjectNode) schema.get("properties");
        values.set("config", schema(KubeProxyKeys.KEYS));
        values.set("ownConfig", schema(OwnKeys.KEYS));
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                Separators.createDefaultInstance().withObjectNameValueSpacing(Separators.Spacing.AFTER));
        printer.indentArraysWith(DefaultPrettyPrinter.FixedSpaceIndenter.instance());
        printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        GeneratedText.of(SCHEMA).isEqualTo(JSON.writer().with(printer).writeValueAsString(schema) + "\n");
    }

    @Test
    void theFlagsThatAFileMakesIneffectiveAreAsTheKeysAreDeclared() throws IOException {
        StringBuilder flags =
                new StringBuilder("# Generated: flags, and the keys of config that are to be set instead.\n");
        for (ConfigKey<?> key : KubeProxyKeys.KEYS.all()) {
            if (key.effect() != ConfigKey.Effect.NONE && !key.isFlagStronger()) {
                key.flags()
                        .forEach(flag -> flags.append(flag)
                                .append(": ")
                                .append(key.path())
                                .append('\n'));
            }
        }
        GeneratedText.of(SCHEMA.resolveSibling("files").resolve("ineffective-flags.yaml"))
                .isEqualTo(flags.toString());
    }

    /** The chart itself writes apiVersion and kind. */
    private static ObjectNode schema(ConfigKeys keys) {
        ObjectNode root = group();
        for (ConfigKey<?> key : keys.all()) {
            String[] names = key.path().split("\\.");
            ObjectNode group = root;
            for (int i = 0; i < names.length - 1; i++) {
                ObjectNode properties = (ObjectNode) group.get("properties");
                if (!properties.has(names[i])) {
                    properties.set(names[i], group());
                }
                group = (ObjectNode) properties.get(names[i]);
            }
            if (!key.path().equals("apiVersion") && !key.path().equals("kind")) {
                ((ObjectNode) group.get("properties")).set(names[names.length - 1], value(key));
            }
        }
        return root.put("type", "object");
    }

    private static ObjectNode group() {
        ObjectNode group = JSON.createObjectNode();
        group.putArray("type").add("object").add("null");
        group.put("additionalProperties", false);
        group.putObject("properties");
        return group;
    }

    /** A value, or none: null, and "" of a text. */
    private static ObjectNode value(ConfigKey<?> key) {
        ObjectNode schema = anchored(JSON.valueToTree(new TreeMap<>(key.type().schema())));
        if (schema.get("enum") instanceof ArrayNode allowed) {
            if (key.form() == Form.TEXT) {
                allowed.add("");
            }
            allowed.addNull();
        } else if (schema.has("type")) {
            String type = schema.get("type").asString();
            schema.putArray("type").add(type).add("null");
        }
        return schema;
    }

    /** The pattern for the whole text, or none. */
    private static ObjectNode anchored(ObjectNode schema) {
        if (schema.has("pattern")) {
            schema.put("pattern", "^(" + schema.get("pattern").asString() + ")?$");
        }
        if (schema.get("items") instanceof ObjectNode items) {
            anchored(items);
        }
        return schema;
    }
}
