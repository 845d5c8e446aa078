package io.kubeipvs.daemon.k8s;

/** Makes one short line for the log from a text of another program. */
public final class OneLine {
    private static final int LONGEST = 400;

    private OneLine() {}

    /** The text with control characters as spaces, cut after 400 characters; "null" for null. */
    public static String of(String text) {
        return of(String.valueOf(text), LONGEST);
    }

    /** The text with control characters as spaces, cut after this many characters. */
    public static String of(String text, int longest) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= longest ? line : line.substring(0, longest) + "...";
    }
}
