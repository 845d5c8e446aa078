package io.kubeipvs.daemon.check;

import java.util.List;

/** Tries something that the program needs, and leaves no trace of it. */
public interface Probe {
    /** What was found, in the order of the table; what goes wrong is a result too. */
    List<CheckResult> run();
}
