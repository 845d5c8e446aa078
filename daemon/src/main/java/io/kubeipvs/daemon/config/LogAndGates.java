package io.kubeipvs.daemon.config;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * kube-proxy's rules for feature gates and for options of its log. Here they have no effect, but a file that kube-proxy
 * refuses is refused. Follows {@code Validate} of k8s.io/component-base/logs/api/v1.
 */
final class LogAndGates {
    private static final Pattern SWITCH =
            Pattern.compile("[^=]*=\\s*(1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)\\s*");
    private static final Pattern MODULE = Pattern.compile("[^=,]+=[0-9]{1,10}");
    private static final Pattern ZERO = Pattern.compile("\\s*[-+]?[0.]+([^1-9].*)?");
    private static final Pattern ALPHA = Pattern.compile("\\s*(LoggingAlphaOptions|AllAlpha)\\s*=\\s*[1tT].*");

    private LogAndGates() {}

    /** Texts such as {@code Name=true}. */
    static List<String> switches(String name, List<String> texts) throws ConfigException {
        return matching(SWITCH, name, texts, "names with true or false, for instance ContextualLogging=true");
    }

    /** Texts such as {@code pattern=2}. */
    static List<String> modules(String name, List<String> texts) throws ConfigException {
        return matching(MODULE, name, texts, "patterns of file names with a level, for instance proxier*=4");
    }

    private static List<String> matching(Pattern pattern, String name, Collection<String> texts, String allowed)
            throws ConfigException {
        for (String text : texts) {
            if (!pattern.matcher(text).matches()) {
                throw new ConfigException(name, text, allowed);
            }
        }
        return List.copyOf(texts);
    }

    /** The options that need a feature gate, and the one that goes with one format alone. */
    static void require(KeyValues values) throws ConfigException {
        boolean hasAlpha = values.texts(JoinedKeys.GATES).stream()
                .anyMatch(gate -> ALPHA.matcher(gate).matches());
        for (String path : List.of(JoinedKeys.TEXT_SPLIT, JoinedKeys.JSON_SPLIT)) {
            if (!hasAlpha
                    && values.text(path).filter(text -> text.matches("[1tT].*")).isPresent()) {
                throw new ConfigException(
                        values.name(path), "true", "false, without the feature gate LoggingAlphaOptions");
            }
        }
        for (String path : List.of(JoinedKeys.TEXT_BUFFER, JoinedKeys.JSON_BUFFER)) {
            Optional<String> size = values.text(path);
            if (!hasAlpha && size.filter(text -> !ZERO.matcher(text).matches()).isPresent()) {
                throw new ConfigException(
                        values.name(path), size.get(), "0, without the feature gate LoggingAlphaOptions");
            }
        }
        boolean isJson =
                values.text(JoinedKeys.LOG_FORMAT).filter("json"::equals).isPresent();
        if (isJson && !values.texts(JoinedKeys.MODULES).isEmpty()) {
            throw new ConfigException(
                    values.name(JoinedKeys.MODULES),
                    values.texts(JoinedKeys.MODULES),
                    "no patterns with the format json");
        }
    }
}
