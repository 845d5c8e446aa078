package io.kubeipvs.core.apply;

import io.kubeipvs.core.desire.Ledger;
import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.Reality;
import java.util.ArrayList;
import java.util.List;

/** The operations of one plan while they are made. Used by one thread. */
final class Execution {
    private final Kernel kernel;
    private final Reality reality;
    private final Prerequisites prerequisites;
    private final List<ApplyReport.Result> results = new ArrayList<>();
    private int exchange;

    Execution(Kernel kernel, Reality reality, Ledger ledger) {
        this.kernel = kernel;
        this.reality = reality;
        this.prerequisites = new Prerequisites(reality, ledger);
    }

    /**
     * Makes operations that are sent together, except those that lack what they need. Only the acknowledged ones change our
     * picture of the kernel.
     *
     * @throws KernelUnavailableException when the connection to the kernel broke
     */
    void make(List<KernelOp> operations) {
        List<KernelOp> possible = new ArrayList<>();
        for (KernelOp op : operations) {
            if (prerequisites.areMet(op)) {
                possible.add(op);
            } else {
                add(op, new Outcome.Skipped());
            }
        }
        List<Outcome> outcomes = possible.isEmpty() ? List.of() : kernel.apply(possible);
        for (int i = 0; i < possible.size(); i++) {
            add(possible.get(i), outcomes.get(i));
            if (outcomes.get(i).isDone()) {
                reality.acknowledge(possible.get(i));
            }
        }
        exchange++;
    }

    private void add(KernelOp op, Outcome outcome) {
        results.add(new ApplyReport.Result(op, outcome, exchange));
    }

    /** The operations so far, and their outcomes. */
    ApplyReport report() {
        return new ApplyReport(results);
    }
}
