package io.kubeipvs.daemon;

/** A measured value that a promise of docs/reliability.md names; {@code it-tests/reliability} collects these lines. */
public final class Figure {
    private Figure() {}

    /**
     * Prints a value.
     *
     * @param name lower-case words with dots, for instance {@code kill.resets}
     * @param value with its unit
     */
    public static void print(String name, Object value) {
        System.out.println("figure: " + name + " " + value);
    }
}
