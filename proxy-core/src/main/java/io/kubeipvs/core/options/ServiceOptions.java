package io.kubeipvs.core.options;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The options of one object. Built by name, from {@link #NONE}.
 *
 * @param values the chosen values; an option that is not among them has the default of the configuration
 * @param unusable the options with a text that is no value: the last value that was one stays in force
 * @param withheld the options that the object chooses and that the operator does not allow
 */
public record ServiceOptions(
        Map<ServiceOption<?>, Object> values, Set<ServiceOption<?>> unusable, Set<ServiceOption<?>> withheld) {
    /** No option. */
    public static final ServiceOptions NONE = new ServiceOptions(Map.of(), Set.of(), Set.of());

    public ServiceOptions {
        values = Map.copyOf(values);
        unusable = Set.copyOf(unusable);
        withheld = Set.copyOf(withheld);
    }

    /** The chosen value of this option; empty = none is chosen. */
    @SuppressWarnings("unchecked") // with() is the only way in
    public <T> Optional<T> get(ServiceOption<T> option) {
        return Optional.ofNullable((T) values.get(option));
    }

    /** Whether this option is chosen with the value {@code true}. */
    public boolean isSet(ServiceOption<Boolean> option) {
        return Boolean.TRUE.equals(values.get(option));
    }

    /** These options with this value. */
    public <T> ServiceOptions with(ServiceOption<T> option, T value) {
        Map<ServiceOption<?>, Object> all = new HashMap<>(values);
        all.put(option, value);
        return new ServiceOptions(all, unusable, withheld);
    }

    /** These options with a text for this one that is no value. */
    public ServiceOptions withUnusable(ServiceOption<?> option) {
        Set<ServiceOption<?>> all = new HashSet<>(unusable);
        all.add(option);
        return new ServiceOptions(values, all, withheld);
    }

    /** These options, with the earlier values of those that are unusable now. */
    public ServiceOptions after(ServiceOptions before) {
        if (unusable.isEmpty()) {
            return this;
        }
        Map<ServiceOption<?>, Object> all = new HashMap<>(values);
        unusable.stream()
                .filter(before.values::containsKey)
                .forEach(option -> all.put(option, before.values.get(option)));
        return new ServiceOptions(all, Set.of(), withheld);
    }

    /** Those of them that are allowed. */
    public ServiceOptions allowed(Set<ServiceOption<?>> allowed) {
        if (allowed.containsAll(values.keySet())) {
            return this;
        }
        Map<ServiceOption<?>, Object> some = new HashMap<>(values);
        some.keySet().retainAll(allowed);
        Set<ServiceOption<?>> others = new HashSet<>(values.keySet());
        others.removeAll(allowed);
        return new ServiceOptions(some, unusable, others);
    }

    /** The chosen values as text, by the name of the option, sorted. */
    public Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>();
        values.keySet().forEach(option -> texts.put(option.name(), text(option)));
        return texts;
    }

    private <T> String text(ServiceOption<T> option) {
        return option.text(get(option).orElseThrow());
    }

    /** As the generated one, and faster: docs/adr/0035. */
    @Override
    public boolean equals(Object other) {
        return other == this
                || other instanceof ServiceOptions that
                        && values.equals(that.values)
                        && unusable.equals(that.unusable)
                        && withheld.equals(that.withheld);
    }
}
