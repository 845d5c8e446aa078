package io.kubeipvs.daemon.health;

import io.kubeipvs.core.kernel.Problem;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The conditions that an operator should end although the proxy works. They change no code of a health endpoint: an outage
 * of the API server must not remove all nodes from their load balancers. Sources are added before the start; afterwards
 * it is safe for use by many threads.
 */
public final class Degraded {
    private final Map<Reason, Supplier<? extends Collection<Problem>>> sources = new EnumMap<>(Reason.class);

    /** The kinds of conditions, as labels of metrics and fields of the health endpoints. */
    public enum Reason {
        /** The API server does not answer or refuses a list or watch, or the folder of manifests cannot be read. */
        SOURCE,
        /** The last known state is served, because the API server did not answer since the start. */
        LAST_STATE,
        /** Nothing was received of a watched kind for minutes. */
        WATCH_SILENT,
        /** An edited configuration file is wrong: the former configuration is in force. */
        CONFIG,
        /** The kernel cannot be reached. */
        KERNEL,
        /** The kernel refused operations. */
        OPERATION,
        /** The kernel cannot be read for comparison. */
        AUDIT,
        /** Changes of the kernel by other programs cannot be followed: the audit finds them later. */
        KERNEL_EVENTS,
        /** The node's addresses, or the ports of its processes, cannot be read: the last known are in force. */
        NODE,
        /** UDP flows to removed real servers are not forgotten. */
        FLOWS,
        /** A kernel setting is not as wanted. */
        SETTING,
        /** kube-proxy works on this node too. */
        KUBE_PROXY,
        /** Another program uses a port of this one. */
        PORT,
        /** A file that outlives the program cannot be written. */
        STATE_FILE,
        /** Another kube-ipvs was started on this node, or nothing prevents one. */
        LOCK,
        /** The socket of the commands that look inside cannot be opened. */
        INSPECT,
        /** A thread failed and was started again. */
        WORKER;

        /** The name for metrics and bodies. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A source of conditions, which is asked each time. */
    public Degraded with(Reason reason, Supplier<? extends Collection<Problem>> problems) {
        sources.put(reason, problems);
        return this;
    }

    /** The conditions of this kind now; empty = none. */
    public Collection<Problem> of(Reason reason) {
        return sources.containsKey(reason) ? sources.get(reason).get() : List.of();
    }
}
