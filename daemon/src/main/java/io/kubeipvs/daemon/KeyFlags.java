package io.kubeipvs.daemon;

import io.kubeipvs.daemon.config.ConfigException;
import io.kubeipvs.daemon.config.ConfigKey;
import io.kubeipvs.daemon.config.ConfigKeys;
import io.kubeipvs.daemon.config.KeyValues;
import io.kubeipvs.daemon.config.KubeProxyKeys;
import io.kubeipvs.daemon.config.OwnKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The flags that say what a key of a configuration file says, kube-proxy's under its names, and those that say nothing here. */
final class KeyFlags implements IModelTransformer {
    /** kube-proxy's, accepted so that a command line of it goes on working. */
    private static final List<String> WITHOUT_KEY =
            List.of("healthz-port", "metrics-port", "boot-id-file", "machine-id-file");

    /** kube-proxy's that ask for something that this program cannot do, and what to do about it. */
    private static final Map<String, String> REFUSED = new TreeMap<>(Map.of(
            "master", "write the server's address into the file of --kubeconfig",
            "cleanup", "stop the program and run 'kube-ipvs cleanup'",
            "write-config-to", "write the file by hand, docs/configuration.md has every key"));

    @Override
    public CommandSpec transform(CommandSpec spec) {
        for (ConfigKeys keys : List.of(KubeProxyKeys.KEYS, OwnKeys.KEYS)) {
            keys.all().stream().filter(key -> !key.flag().isEmpty()).forEach(key -> spec.addOption(option(key)));
        }
        WITHOUT_KEY.forEach(name -> spec.addOption(option("--" + name, "Accepted, without effect.", "1")));
        REFUSED.forEach((name, instead) -> spec.addOption(option("--" + name, "Refused: " + instead + ".", "0..1")));
        return spec;
    }

    private static OptionSpec option(ConfigKey key) {
        String what = key.effect() == ConfigKey.Effect.NONE
                ? "Accepted, without effect."
                : "The same as " + key.path() + " in a file.";
        String byDefault = key.byDefault().isEmpty() ? "" : " Default: " + key.byDefault() + ".";
        String arity = key.form() == ConfigKey.Form.TRUTH ? "0..1" : "1";
        OptionSpec option = option("--" + key.flag(), what + byDefault, arity);
        return key.path().equals("hostnameOverride")
                ? option.toBuilder().names("--hostname-override", "--node-name").build()
                : option;
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

    /** Names of flags may be written with {@code _} in the place of {@code -}. */
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

    /** For picocli, which makes one to {@link #transform} a command with. */
    KeyFlags() {
        this(null);
    }

    /** Those that were given. */
    KeyFlags(ParseResult given) {
        this.given = given;
    }

    /** What the flags for these keys say. */
    KeyValues values(ConfigKeys keys) throws ConfigException {
        KeyValues values = new KeyValues(keys, path -> "--" + flagOf(keys, path));
        for (ConfigKey key : keys.all()) {
            values.put(key, valuesOf(key));
        }
        return values;
    }

    private static String flagOf(ConfigKeys keys, String path) {
        return keys.all().stream()
                .filter(key -> key.path().equals(path))
                .map(ConfigKey::flag)
                .findFirst()
                .orElse(path);
    }

    private List<String> valuesOf(ConfigKey key) {
        List<String> texts = textsOf(key.flag());
        if (key.form() != ConfigKey.Form.LIST) {
            return texts.isEmpty() ? texts : texts.subList(texts.size() - 1, texts.size());
        }
        return texts.stream()
                .flatMap(text -> Arrays.stream(text.split(",")))
                .map(String::strip)
                .toList();
    }

    private List<String> textsOf(String flag) {
        return flag.isEmpty() ? List.of() : given.matchedOptionValue("--" + flag, List.of());
    }

    /** Refuses what this program cannot do, with what to do instead. */
    void requireNoneRefused() throws ConfigException {
        for (Map.Entry<String, String> refused : REFUSED.entrySet()) {
            if (given.hasMatchedOption("--" + refused.getKey())) {
                throw new ConfigException("--" + refused.getKey() + " is not there: " + refused.getValue());
            }
        }
    }

    /** Those that were given and do nothing here. */
    List<String> withoutEffect() {
        List<String> names = new ArrayList<>(WITHOUT_KEY);
        KubeProxyKeys.KEYS.all().stream()
                .filter(key -> key.effect() == ConfigKey.Effect.NONE)
                .forEach(key -> names.add(key.flag()));
        return given(names);
    }

    /** Those that were given and that a configuration file overrules, as with kube-proxy, whether it has the key or not. */
    List<String> overruledByFile() {
        List<String> names = new ArrayList<>();
        KubeProxyKeys.KEYS.all().stream()
                .filter(key ->
                        key.effect() != ConfigKey.Effect.NONE && !key.path().equals("hostnameOverride"))
                .forEach(key -> names.add(key.flag()));
        return given(names);
    }

    private List<String> given(List<String> names) {
        return names.stream()
                .filter(name -> !name.isEmpty() && given.hasMatchedOption("--" + name))
                .map(name -> "--" + name)
                .sorted()
                .toList();
    }
}
