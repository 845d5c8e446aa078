package io.kubeipvs.daemon.commands.output;

/**
 * The form of a text.
 *
 * @param isWide whether the user wants every column
 */
public record Form(Style style, boolean isWide) {
    private static final String WIDE = "-wide";

    /** As one word, for a question to the running program. */
    public String word() {
        return style.name() + (isWide ? WIDE : "");
    }

    /**
     * Reads the word.
     *
     * @throws IllegalArgumentException when it is none
     */
    static Form of(String word) {
        boolean isWide = word.endsWith(WIDE);
        return new Form(Style.valueOf(isWide ? word.substring(0, word.length() - WIDE.length()) : word), isWide);
    }
}
