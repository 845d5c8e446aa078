package io.kubeipvs.core.options;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How the value of an option is written, and which values are allowed.
 *
 * @param allowed the allowed values in words, for instance {@code 0 to 65535}
 * @param parser the value of a text, without space around it; empty = the text is not allowed
 * @param writer the text of a value, which the parser reads again
 * @param rule the same in CEL, for the API server: a condition on {@code value}; "" = there is none
 * @param <T> the value
 */
public record OptionType<T>(
        String allowed, Function<String, Optional<T>> parser, Function<T, String> writer, String rule) {
    /** {@code true} or {@code false}. */
    public static final OptionType<Boolean> TRUTH = new OptionType<Boolean>(
                    "true or false",
                    text -> text.matches("true|false") ? Optional.of(text.equals("true")) : Optional.empty(),
                    value -> Boolean.toString(value))
            .withWords(List.of("true", "false"));

    /** Without a rule for the API server. */
    public OptionType(String allowed, Function<String, Optional<T>> parser, Function<T, String> writer) {
        this(allowed, parser, writer, "");
    }

    /** A whole number between these two, which are allowed too. */
    public static OptionType<Integer> number(int least, int most) {
        return new OptionType<>(
                least + " to " + most,
                text -> text.matches("[0-9]{1,9}")
                        ? Optional.of(Integer.valueOf(text)).filter(number -> number >= least && number <= most)
                        : Optional.empty(),
                value -> Integer.toString(value),
                "value.matches('^[0-9]{1,9}$') && int(value) >= " + least + " && int(value) <= " + most);
    }

    /** A constant of this enum, written in lower case with {@code -} between words. */
    public static <E extends Enum<E>> OptionType<E> oneOf(Class<E> type) {
        Map<String, E> values = new LinkedHashMap<>();
        for (E value : type.getEnumConstants()) {
            values.put(word(value), value);
        }
        List<String> words = List.copyOf(values.keySet());
        int last = words.size() - 1;
        return new OptionType<E>(
                        String.join(", ", words.subList(0, last)) + " or " + words.get(last),
                        text -> Optional.ofNullable(values.get(text)),
                        OptionType::word)
                .withWords(words);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A value that a parser refuses with an {@link IllegalArgumentException}. */
    public static <T> OptionType<T> of(String allowed, Function<String, T> parser, Function<T, String> writer) {
        return new OptionType<>(
                allowed,
                text -> {
                    try {
                        return Optional.of(parser.apply(text));
                    } catch (IllegalArgumentException e) {
                        return Optional.empty();
                    }
                },
                writer);
    }

    /** This type, and for the API server: only these texts are allowed. */
    public OptionType<T> withWords(Collection<String> words) {
        return new OptionType<>(
                allowed,
                parser,
                writer,
                words.stream().map(word -> "'" + word + "'").collect(Collectors.joining(", ", "value in [", "]")));
    }

    /**
     * This type, and for the API server: the text matches.
     *
     * @param pattern of RE2, without {@code ^}, {@code $} and apostrophes
     * @param longest in characters
     */
    public OptionType<T> withPattern(String pattern, int longest) {
        return new OptionType<>(
                allowed, parser, writer, "size(value) <= " + longest + " && value.matches(r'^(" + pattern + ")$')");
    }
}
