package io.kubeipvs.daemon;

import io.kubeipvs.daemon.config.ConfigException;
import io.kubeipvs.daemon.config.ConfigKey;
import io.kubeipvs.daemon.config.ConfigKeys;
import io.kubeipvs.daemon.config.KeyValues;
import io.kubeipvs.daemon.config.KubeProxyKeys;
import io.kubeipvs.daemon.config.ValueType;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The flags for keys of the configuration files, with kube-proxy's names, and kube-proxy's flags that have no key. */
final class KeyFlags {
    private static final Set<ValueType.Form> LISTS =
            EnumSet.of(ValueType.Form.LIST, ValueType.Form.SWITCHES, ValueType.Form.MODULES);

    /** kube-proxy's flags that are accepted, so that its command lines work unchanged. */
    private static final List<String> WITHOUT_KEY =
            List.of("healthz-port", "metrics-port", "boot-id-file", "machine-id-file");

    /** kube-proxy's flags that this program cannot obey, each with a remedy. */
    private static final Map<String, String> REFUSED =
            Map.of("cleanup", "stop the program and run 'kube-ipvs cleanup'");

    /**
     * Gives a command these flags. A class of its own: picocli's interface is too old for the class archive, and so are the
     * lambdas of a class that implements it.
     */
    static final class Transformer implements IModelTransformer {
        @Override
        public CommandSpec transform(CommandSpec spec) {
            return addTo(spec);
        }
    }

    private static CommandSpec addTo(CommandSpec spec) {
        ConfigKeys.ofAllFiles().filter(key -> !key.flags().isEmpty()).forEach(key -> spec.addOption(option(key)));
        WITHOUT_KEY.forEach(name -> spec.addOption(hidden(option("--" + name, "Accepted, without effect.", "1"))));
        REFUSED.forEach(
                (name, instead) -> spec.addOption(hidden(option("--" + name, "Refused: " + instead + ".", "0..1"))));
        return spec;
    }

    private static OptionSpec option(ConfigKey<?> key) {
        String arity = key.form() == ValueType.Form.TRUTH ? "0..1" : "1";
        return option(key.flags().get(0), description(key), arity).toBuilder()
                .names(key.flags().toArray(String[]::new))
                .hidden(!key.isCommon())
                .build();
    }

    /** An option that {@code --help} does not list. */
    private static OptionSpec hidden(OptionSpec option) {
        return option.toBuilder().hidden(true).build();
    }

    /** Lets {@code --help-all} list the hidden options too. */
    static void show(CommandSpec spec) {
        for (OptionSpec option : List.copyOf(spec.options())) {
            if (option.hidden()) {
                spec.remove(option);
                spec.addOption(option.toBuilder().hidden(false).build());
            }
        }
    }

    /** The key's meaning as a sentence, with the key and its default. */
    private static String description(ConfigKey<?> key) {
        if (key.effect() == ConfigKey.Effect.NONE) {
            return "Accepted, without effect.";
        }
        String meaning = key.meaning().replace("`", "").replace("%", "%%");
        String byDefault = key.byDefault().isEmpty() ? "" : " Default: " + key.byDefault() + ".";
        return meaning.substring(0, 1).toUpperCase(Locale.ROOT) + meaning.substring(1) + ". Key: " + key.path() + "."
                + byDefault;
    }

    private static OptionSpec option(String name, String description, String arity) {
        return OptionSpec.builder(name)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity(arity)
                .fallbackValue("true")
                .paramLabel("VALUE")
                .description(description)
                .build();
    }

    /** The arguments with {@code -} for every {@code _} in names of flags: kube-proxy accepts both. */
    static String[] normalized(String... arguments) {
        return Arrays.stream(arguments)
                .map(argument -> {
                    int end = argument.contains("=") ? argument.indexOf('=') : argument.length();
                    String name = argument.substring(0, end);
                    return argument.startsWith("--") ? name.replace('_', '-') + argument.substring(end) : argument;
                })
                .toArray(String[]::new);
    }

    private final ParseResult given;

    /** The flags of this command line. */
    KeyFlags(ParseResult given) {
        this.given = given;
    }

    /** The values of the flags for these keys. */
    KeyValues values(ConfigKeys keys) throws ConfigException {
        Map<String, String> names = keys.all().stream()
                .collect(Collectors.toMap(
                        ConfigKey::path,
                        key -> key.flags().isEmpty()
                                ? "--" + key.path()
                                : key.flags().get(0)));
        KeyValues values = KeyValues.ofFlags(keys, names::get);
        for (ConfigKey<?> key : keys.all()) {
            values.put(key, valuesOf(key));
        }
        return values;
    }

    private List<String> valuesOf(ConfigKey<?> key) {
        List<String> texts = key.flags().isEmpty()
                ? List.of()
                : given.matchedOptionValue(key.flags().get(0), List.of());
        if (!LISTS.contains(key.form())) {
            return texts.isEmpty() ? texts : texts.subList(texts.size() - 1, texts.size());
        }
        return texts.stream()
                .flatMap(text -> Arrays.stream(text.split(",")))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    /** Refuses flags that this program cannot obey, with a remedy. */
    void requireNoneRefused() throws ConfigException {
        for (Map.Entry<String, String> refused : REFUSED.entrySet()) {
            if (given.hasMatchedOption("--" + refused.getKey())) {
                throw new ConfigException("--" + refused.getKey() + " is not there: " + refused.getValue());
            }
        }
    }

    /** The flags that were given and have no effect, sorted. */
    List<String> withoutEffect() {
        return given(Stream.concat(
                WITHOUT_KEY.stream().map(name -> "--" + name),
                flagsWith(key -> key.effect() == ConfigKey.Effect.NONE)));
    }

    /** The flags that were given and are ignored because there is a file, as with kube-proxy; sorted. */
    List<String> overruledByFile() {
        return given(flagsWith(key -> key.effect() != ConfigKey.Effect.NONE && !key.isFlagStronger()));
    }

    private static Stream<String> flagsWith(Predicate<ConfigKey<?>> property) {
        return KubeProxyKeys.KEYS.all().stream().filter(property).flatMap(key -> key.flags().stream());
    }

    private List<String> given(Stream<String> names) {
        return names.filter(given::hasMatchedOption).sorted().toList();
    }
}
