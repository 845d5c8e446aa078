package io.kubeipvs.daemon.check;

import java.util.List;

/** Tries something that the program needs, and removes every trace of the attempt. */
public interface Probe {
    /** The results, in the order of the table; a failure is a result too. */
    List<CheckResult> run();
}
