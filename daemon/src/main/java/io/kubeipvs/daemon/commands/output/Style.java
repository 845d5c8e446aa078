package io.kubeipvs.daemon.commands.output;

import java.util.Map;

/**
 * Colours of a text. They are used on a terminal only, and not where the variable {@code NO_COLOR} has a value
 * (no-color.org). A text means the same without them.
 */
public enum Style {
    /** Without colours: for files, pipes and monochrome terminals. */
    PLAIN,
    /** With ANSI escape sequences. */
    COLOURED;

    /** The style of this process. */
    public static Style ofTerminal() {
        return of(System.console() != null, System.getenv());
    }

    static Style of(boolean isTerminal, Map<String, String> environment) {
        boolean isOff = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "").equals("dumb");
        return isTerminal && !isOff ? COLOURED : PLAIN;
    }

    /** All is well. */
    public String good(String text) {
        return wrapped("32", text);
    }

    /** An operator should act. */
    public String warning(String text) {
        return wrapped("33", text);
    }

    /** Something does not work. */
    public String bad(String text) {
        return wrapped("31", text);
    }

    /** A heading. */
    public String strong(String text) {
        return wrapped("1", text);
    }

    private String wrapped(String code, String text) {
        return this == PLAIN || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
