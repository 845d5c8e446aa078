package io.kubeipvs.daemon.config;

import java.util.List;
import java.util.stream.IntStream;

/** The distance between two words. */
public final class Edits {
    private Edits() {}

    /** How many letters must be added, removed or replaced (Levenshtein's distance). */
    public static int between(String from, String to) {
        List<Integer> above = IntStream.rangeClosed(0, to.length()).boxed().toList();
        for (int i = 1; i <= from.length(); i++) {
            Integer[] row = new Integer[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = above.get(j - 1) + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above.get(j), row[j - 1]) + 1);
            }
            above = List.of(row);
        }
        return above.get(to.length());
    }
}
