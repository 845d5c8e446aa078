package io.kubeipvs.core.apply;

import io.kubeipvs.core.desire.RefusedAddress;
import io.kubeipvs.core.desire.ServiceNotes;
import io.kubeipvs.core.kernel.Preparation;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.core.servercheck.CheckBook;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The report of one round, and the state after it.
 *
 * @param failure why the kernel could not be reached; empty when it was
 * @param preparation what preparing the kernel repaired and could not do; empty when it was not prepared in this round
 * @param applied the results of the operations, none when the kernel could not be reached
 * @param drift the results of operations that fix changes by other programs
 * @param notes what Services do not get: what began and what ended
 * @param checks the health checks of servers that began, ended, or have another result
 * @param state the state after the round
 */
public record RoundReport(
        Optional<Problem> failure,
        Optional<Preparation> preparation,
        ApplyReport applied,
        List<ApplyReport.Result> drift,
        ServiceNotes.Changes notes,
        CheckBook.Changes checks,
        State state) {
    /**
     * The state after a round.
     *
     * @param virtualServers the virtual servers in the kernel, those of other programs included
     * @param realServers their real servers
     * @param draining the real servers that drain
     * @param waiting the objects that changed and that no plan has taken yet, because the plan of this round was full
     * @param pending the objects of operations that failed and are tried again
     * @param refused the refused addresses of Services by reason
     * @param ignoredOptions options of Services that have no effect
     * @param provisional whether the Services are those of an earlier run
     */
    public record State(
            int virtualServers,
            int realServers,
            int draining,
            int waiting,
            int pending,
            Map<RefusedAddress.Reason, Integer> refused,
            int ignoredOptions,
            boolean provisional) {}
}
