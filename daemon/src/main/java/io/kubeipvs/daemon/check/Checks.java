package io.kubeipvs.daemon.check;

import java.util.List;
import java.util.Optional;

/** Probes, one after another: some find only what an earlier one has made the kernel load. */
public final class Checks {
    private Checks() {}

    /** Everything that was found. */
    public static List<CheckResult> all(List<Probe> probes) {
        return probes.stream().flatMap(probe -> probe.run().stream()).toList();
    }

    /** The first thing that is missing; what comes after it is not tried. */
    public static Optional<CheckResult> firstMissing(List<Probe> probes) {
        for (Probe probe : probes) {
            Optional<CheckResult> missing =
                    probe.run().stream().filter(CheckResult::isMissing).findFirst();
            if (missing.isPresent()) {
                return missing;
            }
        }
        return Optional.empty();
    }
}
