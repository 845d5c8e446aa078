package io.kubeipvs.core.apply;

import io.kubeipvs.core.desire.ServiceNotes;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.KernelReader;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.Preparation;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Scheduler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The first sync of a proxy on a kernel that is only read: every operation counts as made. It shows what a run would do,
 * by the path that a run takes. Used by one thread.
 */
public final class Rehearsal {
    private Rehearsal() {}

    /**
     * Runs the rounds of the first sync.
     *
     * @param proxy one that is ready and has had no round; used up afterwards
     * @throws KernelUnavailableException when the kernel could not be read
     */
    public static Rehearsed of(NodeProxy proxy, KernelReader kernel, Instant now) {
        Recorder recorder = new Recorder(kernel);
        List<ServiceNotes.Changes> notes = new ArrayList<>();
        boolean isUnfinished = true;
        while (isUnfinished) {
            proxy.takeChanged();
            RoundReport round = proxy.round(recorder, now);
            if (round.failure().isPresent()) {
                throw new KernelUnavailableException(round.failure().get(), null);
            }
            notes.add(round.notes());
            isUnfinished = proxy.schedule(round, now);
        }
        return new Rehearsed(
                recorder.before,
                recorder.operations,
                Rehearsed.Unplanned.of(proxy.reconciler().planner()),
                notes,
                recorder.cut(proxy.reconciler()));
    }

    /** Reads the kernel, and keeps the operations that it is given. */
    private static final class Recorder implements Kernel {
        private final KernelReader reader;
        private final List<KernelOp> operations = new ArrayList<>();
        private KernelState before = KernelState.of(List.of(), List.of());

        Recorder(KernelReader reader) {
            this.reader = reader;
        }

        /** The preparation of a run is no operation, and is not part of the rehearsal. */
        @Override
        public Preparation prepare() {
            return Preparation.CLEAN;
        }

        @Override
        public KernelState observe() {
            List<Frontend> frontends = new ArrayList<>();
            reader.virtualServers()
                    .forEach((key, server) -> frontends.add(new Frontend(server, reader.realServers(key))));
            before = KernelState.of(frontends, reader.vips(), reader.filter());
            return before;
        }

        @Override
        public Map<RealServer.Key, Integer> connections(VirtualServer.Key virtualServer) {
            return reader.connections(virtualServer);
        }

        /** To ask would change the kernel. */
        @Override
        public boolean has(Scheduler scheduler) {
            return true;
        }

        @Override
        public List<Outcome> apply(List<KernelOp> phase) {
            operations.addAll(phase);
            return phase.stream().<Outcome>map(op -> new Outcome.Applied()).toList();
        }

        /** The connections to the real servers that the operations remove. */
        int cut(Reconciler after) {
            int cut = 0;
            for (Frontend frontend : before.frontends().values()) {
                List<RealServer.Key> removed = frontend.realServers().keySet().stream()
                        .filter(server ->
                                !after.reality().realServers(frontend.key()).containsKey(server))
                        .toList();
                if (!removed.isEmpty()) {
                    Map<RealServer.Key, Integer> connections = reader.connections(frontend.key());
                    cut += removed.stream()
                            .mapToInt(server -> connections.getOrDefault(server, 0))
                            .sum();
                }
            }
            return cut;
        }
    }
}
