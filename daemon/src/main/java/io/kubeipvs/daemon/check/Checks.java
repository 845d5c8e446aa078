package io.kubeipvs.daemon.check;

import java.util.List;
import java.util.Optional;

/** Runs probes one after another: some need a module that an earlier one made the kernel load. */
public final class Checks {
    private Checks() {}

    /** Everything that was found. */
    public static List<CheckResult> all(List<Probe> probes) {
        return probes.stream().flatMap(probe -> probe.run().stream()).toList();
    }

    /** The first missing thing; the probes after it are not run. */
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
