package io.kubeipvs.daemon;

import java.util.List;
import java.util.Random;

/**
 * Damages texts: removes, repeats and replaces parts of them.
 *
 * @param random decides where and how
 * @param tokens parts that mean something to the parser of the texts
 */
public record DamagedText(Random random, List<String> tokens) {
    private static final int MOST_TIMES = 4;
    private static final int MOST_LETTERS = 12;
    private static final int LETTERS = 0x3000;
    private static final int SORTS = 6;

    /** The text with one damage or a few. */
    public String of(String text) {
        StringBuilder damaged = new StringBuilder(text);
        for (int i = random.nextInt(MOST_TIMES); i >= 0; i--) {
            int at = random.nextInt(damaged.length() + 1);
            int end = Math.min(damaged.length(), at + random.nextInt(MOST_LETTERS));
            switch (random.nextInt(SORTS)) {
                case 0 -> damaged.delete(at, end);
                case 1 -> damaged.insert(at, damaged.substring(at, end));
                case 2 -> damaged.insert(at, (char) random.nextInt(LETTERS));
                case 3 -> damaged.setLength(Math.max(1, at));
                default -> damaged.replace(at, end, tokens.get(random.nextInt(tokens.size())));
            }
        }
        return damaged.toString();
    }
}
