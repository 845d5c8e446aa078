package io.kubeipvs.bench.whole;

import io.kubeipvs.bench.whole.Figures.Figure;
import java.util.List;
import java.util.Locale;

/**
 * The goal of a figure.
 *
 * @param words as the table shows it; empty = no goal
 * @param flatness how many times as large as at 1,000 Services the figures of up to 20,000 may be; 0 = any times
 */
record Goal(String words, Of of, double limit, double flatness) {
    static final Goal NONE = new Goal("", Of.NOTHING, 0, 0);
    private static final int ENDPOINTS = 5;
    private static final int SMALLEST = 1000;
    private static final int LARGEST = 20_000;
    private static final double FLAT = 1.5;

    /** The number that must not exceed the limit. */
    enum Of {
        NOTHING,
        FIGURE,
        RATIO,
        /** The figure less its reference. */
        SURPLUS
    }

    static Goal figure(double limit) {
        return new Goal(number(limit), Of.FIGURE, limit, 0);
    }

    static Goal ratio(double limit) {
        return new Goal(number(limit) + " times", Of.RATIO, limit, 0);
    }

    static Goal surplus(double limit) {
        return new Goal("+" + number(limit), Of.SURPLUS, limit, 0);
    }

    static Goal flat() {
        return NONE.andFlat();
    }

    /** The same, at one number of Services. */
    Goal at(int services) {
        return new Goal(words + String.format(Locale.ROOT, " at %,d", services), of, limit, flatness);
    }

    /** The same, and no more than 1.5 times as much at 20,000 Services as at 1,000. */
    Goal andFlat() {
        return new Goal(words.isEmpty() ? "flat" : words + ", flat", of, limit, FLAT);
    }

    private static String number(double limit) {
        return limit == Math.rint(limit) ? Integer.toString((int) limit) : Double.toString(limit);
    }

    boolean isReached(Figure figure) {
        return switch (of) {
            case NOTHING -> true;
            case FIGURE -> figure.figure() <= limit;
            case RATIO -> figure.ratio() <= limit;
            case SURPLUS -> figure.figure() - figure.referenceFigure() <= limit;
        };
    }

    /** Whether figures of one work at several sizes are flat, as far as this goal wants them so. */
    boolean isFlat(List<Figure> figures) {
        List<Figure> compared = figures.stream()
                .filter(figure -> figure.endpoints() == ENDPOINTS)
                .filter(figure -> figure.services() >= SMALLEST && figure.services() <= LARGEST)
                .toList();
        double smallest = compared.stream()
                .filter(figure -> figure.services() == SMALLEST)
                .mapToDouble(Figure::figure)
                .findFirst()
                .orElse(Double.MAX_VALUE);
        return flatness == 0 || compared.stream().allMatch(figure -> figure.figure() <= flatness * smallest);
    }
}
