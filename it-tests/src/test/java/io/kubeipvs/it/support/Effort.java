package io.kubeipvs.it.support;

/** How much a test repeats: a little in CI, and as often as a promise states with {@code KUBEIPVS_LONG=1}. */
public final class Effort {
    private static final boolean IS_LONG = "1".equals(System.getenv("KUBEIPVS_LONG"));

    private Effort() {}

    /** The repetitions of this run. */
    public static int times(int usual, int longer) {
        return IS_LONG ? longer : usual;
    }
}
