package io.kubeipvs.daemon.sync;

import io.kubeipvs.core.desire.Conflict;
import io.kubeipvs.core.desire.RefusedAddress;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.track.ServiceView;
import java.util.Collection;
import java.util.List;

/** Told by the sync thread what happened; must return quickly. */
public interface SyncListener {
    /** A round ended, well or not. */
    default void synced(SyncReport report) {}

    /** The kernel has these many virtual servers and real servers behind them, whoever's they are. */
    default void holds(int virtualServers, int realServers) {}

    /** The kernel could not be reached; it is tried again. */
    default void unreachable() {}

    /** The kernel was told what these Services, all that changed since the last time, want on this node. */
    default void applied(Collection<ServiceView> changed, NodeView node) {}

    /** Services claim one virtual server, since this round. */
    default void conflict(Conflict conflict) {}

    /** A Service asks for addresses that it does not get, some of them since this round; these are all. */
    default void refused(ServiceName service, List<RefusedAddress> addresses) {}

    /** All addresses that are refused now, in whatever order. */
    default void refusedNow(Collection<List<RefusedAddress>> ofServices) {}
}
