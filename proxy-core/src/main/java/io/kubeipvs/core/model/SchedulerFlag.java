package io.kubeipvs.core.model;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A flag of the hashing schedulers {@code sh} and {@code mh}; others ignore it. */
public enum SchedulerFlag {
    /** A client whose server has weight 0 gets another server; without it the client is refused. */
    FALLBACK,
    /** The client's port is hashed too. */
    PORT;

    private static final String WORD = "\\s*((sh-|mh-)?(fallback|port)|flag-[12])\\s*";

    /** The texts that {@link #parse} reads. */
    static final String PATTERN = "none|" + WORD + "(," + WORD + ")*";

    private static final String NONE = "none";

    /**
     * Reads flags, with commas between: {@code fallback}, or as ipvsadm writes it {@code sh-fallback}, {@code mh-fallback} or
     * {@code flag-1}; {@code port} or {@code flag-2} likewise. {@code none} = no flag.
     *
     * @throws IllegalArgumentException when one of them is none of these
     */
    static Set<SchedulerFlag> parse(String text) {
        Set<SchedulerFlag> flags = EnumSet.noneOf(SchedulerFlag.class);
        if (text.equals(NONE)) {
            return Set.of();
        }
        for (String word : text.split(",", -1)) {
            flags.add(
                    switch (word.strip()) {
                        case "fallback", "sh-fallback", "mh-fallback", "flag-1" -> FALLBACK;
                        case "port", "sh-port", "mh-port", "flag-2" -> PORT;
                        default -> throw new IllegalArgumentException(word);
                    });
        }
        return Set.copyOf(flags);
    }

    /** The text of flags, which {@link #parse} reads. */
    static String text(Set<SchedulerFlag> flags) {
        return flags.isEmpty()
                ? NONE
                : flags.stream()
                        .sorted()
                        .map(flag -> flag.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(","));
    }
}
