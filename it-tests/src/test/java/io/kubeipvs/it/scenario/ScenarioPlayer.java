package io.kubeipvs.it.scenario;

import java.util.Optional;

/** Plays a scenario in a world. */
final class ScenarioPlayer {
    private static final long PAUSE_MILLIS = 50;

    private ScenarioPlayer() {}

    /**
     * Plays it. A step that the world cannot do ends it there; a check that it cannot make is passed over.
     *
     * @return how many checks were made
     * @throws AssertionError with the first line that was not as it should be
     */
    static int play(Scenario scenario, World world) throws Exception {
        int checked = 0;
        try {
            world.begin(scenario);
            for (Step step : scenario.steps()) {
                if (step instanceof Step.Change change) {
                    change.action().on(world);
                } else if (step instanceof Step.Check check && isDecided(check, world)) {
                    checked++;
                }
            }
        } catch (World.Undecided undecided) {
            // The checks up to here stand.
        } finally {
            world.end();
        }
        return checked;
    }

    private static boolean isDecided(Step.Check check, World world) throws Exception {
        long deadline = System.nanoTime() + world.patience().toNanos();
        try {
            Optional<String> problem = check.test().problem(world);
            while (problem.isPresent() && System.nanoTime() < deadline) {
                Thread.sleep(PAUSE_MILLIS);
                problem = check.test().problem(world);
            }
            if (problem.isPresent()) {
                throw new AssertionError(check.line() + " was: " + problem.get());
            }
            return true;
        } catch (World.Undecided undecided) {
            return false;
        }
    }
}
