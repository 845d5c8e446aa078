package io.kubeipvs.it.scenario;

/**
 * One line of a scenario file.
 *
 * @param file the file, as seen from the folder of scenarios
 * @param number counted from 1
 * @param text the line, without blanks at its end
 */
record Line(String file, int number, String text) {
    /** A mistake in this line: one line with the place, the fault, and what is allowed. */
    IllegalArgumentException mistake(String problem) {
        return new IllegalArgumentException(this + ": " + problem);
    }

    @Override
    public String toString() {
        return file + ":" + number + ": '" + text + "'";
    }
}
