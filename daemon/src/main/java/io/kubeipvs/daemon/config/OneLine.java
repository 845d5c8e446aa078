package io.kubeipvs.daemon.config;

/** A text of a file as it can stand in a message: one line, and not endless. */
final class OneLine {
    private static final int LONGEST = 2000;
    private static final String CUT = " ...";

    private OneLine() {}

    /** The text with control characters as {@code \\u000a}, and without its end if it is very long. */
    static String of(String text) {
        String some = text.length() <= LONGEST ? text : text.substring(0, LONGEST - CUT.length()) + CUT;
        StringBuilder line = new StringBuilder(some.length());
        some.chars().forEach(c -> {
            if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029) {
                line.append(String.format("\\u%04x", c));
            } else {
                line.append((char) c);
            }
        });
        return line.toString();
    }
}
