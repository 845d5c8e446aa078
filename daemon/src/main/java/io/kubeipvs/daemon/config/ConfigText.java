package io.kubeipvs.daemon.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;

/** The text of a configuration file as a tree. A text that begins with a brace is JSON, as for kube-proxy, else YAML. */
final class ConfigText {
    private static final Pattern TAB = Pattern.compile("(?<=[^\\s?-])[ \t]*\t[ \t]*");

    private ConfigText() {}

    /**
     * Parses a text.
     *
     * @param name of the file, for the message
     * @param warnings receives parts of the text that are not used
     */
    static JsonNode parse(String name, String text, List<ConfigWarning> warnings) throws ConfigException {
        return text.stripLeading().startsWith("{") ? json(name, text, warnings) : yaml(name, text, warnings);
    }

    private static JsonNode json(String name, String text, List<ConfigWarning> warnings) throws ConfigException {
        try {
            JsonNode root = OfJson.LENIENT.readTree(text);
            try {
                OfJson.STRICT.readTree(text);
            } catch (MismatchedInputException e) {
                warnings.add(new ConfigWarning(
                        "line " + e.getLocation().getLineNr(),
                        "a key is given twice, and its last value counts",
                        "remove one"));
            }
            return root;
        } catch (JacksonException e) {
            throw new ConfigException(name + ": not JSON at line "
                    + e.getLocation().getLineNr() + ": " + firstLine(e.getOriginalMessage()));
        }
    }

    private static JsonNode yaml(String name, String text, List<ConfigWarning> warnings) throws ConfigException {
        try {
            return tree(text, warnings);
        } catch (MarkedYamlEngineException e) {
            String line = e.getProblemMark()
                    .map(mark -> " at line " + (mark.getLine() + 1))
                    .orElse("");
            String context = e.getContext() == null || e.getContext().isBlank() ? "" : e.getContext() + ": ";
            throw new ConfigException(name + ": not YAML" + line + ": " + context + e.getProblem());
        } catch (YamlEngineException e) {
            throw new ConfigException(name + ": not YAML: " + firstLine(String.valueOf(e.getMessage())));
        } catch (ConfigException e) {
            throw new ConfigException(name + ": " + e.getMessage());
        }
    }

    /**
     * kube-proxy's parser allows tabs between words, ours blanks alone. Neither allows a tab as indentation, which is also
     * what follows {@code -} and {@code ?}.
     */
    private static JsonNode tree(String text, List<ConfigWarning> warnings) throws ConfigException {
        List<ConfigWarning> found = new ArrayList<>();
        JsonNode root;
        try {
            root = YamlTree.of(text, found);
        } catch (YamlEngineException e) {
            if (text.indexOf('\t') < 0) {
                throw e;
            }
            found.clear();
            root = YamlTree.of(TAB.matcher(text).replaceAll(" "), found);
        }
        warnings.addAll(found);
        return root;
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }

    /** Apart, because a start with a file in YAML would load 400 classes for these. */
    private static final class OfJson {
        static final JsonMapper LENIENT = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        static final JsonMapper STRICT = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .build();

        private OfJson() {}
    }
}
