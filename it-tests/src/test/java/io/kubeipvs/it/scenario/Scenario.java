package io.kubeipvs.it.scenario;

import java.util.List;

/**
 * A scenario, as its file describes it.
 *
 * @param name its file, as seen from the folder of scenarios, without the ending
 * @param title what it shows, in a sentence
 * @param bridged whether the pods of n1 hang on one bridge, in place of a route each
 * @param flags of the program, beside those that all scenarios have; {@code without --x} takes one of them away
 * @param atLast commands for n1 when the scenario is over, however it ended
 * @param steps in their order
 */
record Scenario(String name, String title, boolean bridged, List<String> flags, List<String> atLast, List<Step> steps) {
    Scenario {
        flags = List.copyOf(flags);
        atLast = List.copyOf(atLast);
        steps = List.copyOf(steps);
    }
}
