package io.kubeipvs.core.kernel;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * The order in which changes are made: make before break. A phase begins when every answer to the phase before it has
 * arrived, unless it {@link #needsNoAnswerTo needs none of them}. Operations of one phase may be made in any order.
 *
 * <p>The three phases of a scheduler change run for one virtual server after the other, so that each is paused only
 * while its own scheduler changes ({@link #isPerVirtualServer}).
 */
public enum Phase {
    /** Filter entries for virtual servers that no client can reach yet, or that have none so far. */
    ADMIT,
    /** The filter closes a VIP, except for the ports of Services, before clients can reach it. */
    PROTECT_VIPS,
    /** The filter refuses cluster addresses of no Service, once it knows those of all Services. */
    REFUSE_UNASSIGNED,
    /** Parents before their children. An address without real servers attracts no client yet. */
    PUT_VIRTUAL_SERVERS,
    /** The filter drops new connections to a virtual server, which would be refused while it has no scheduler. */
    PAUSE_NEW_CONNECTIONS,
    /** The virtual server gets its other scheduler. */
    CHANGE_SCHEDULERS,
    /** The filter lets new connections to it pass again. */
    RESUME_NEW_CONNECTIONS,
    /** New real servers and restored weights come before any old real server goes. */
    PUT_REAL_SERVERS,
    /** The filter changes an admission once real servers exist for it, and before old ones go. */
    CHANGE_ADMISSIONS,
    /** An address becomes reachable once it is served. */
    BIND_VIPS,
    /** An address stops attracting clients before its virtual servers go. */
    UNBIND_VIPS,
    /** An old real server gets no new connections once its replacements exist. */
    QUIESCE_REAL_SERVERS,
    /** An old real server is removed once it has no connections, or its time is over. */
    DROP_REAL_SERVERS,
    /** A virtual server is removed once nothing refers to it. */
    DROP_VIRTUAL_SERVERS,
    /** Filter entries that no virtual server needs any more. */
    CLEAN_UP_FILTER,
    /** Flows to removed real servers. */
    FORGET_FLOWS;

    private static final Set<Phase> REAL_SERVERS =
            Collections.unmodifiableSet(EnumSet.of(PUT_REAL_SERVERS, QUIESCE_REAL_SERVERS, DROP_REAL_SERVERS));

    /** Whether it runs for one virtual server after the other, together with the phases beside it that do. */
    public boolean isPerVirtualServer() {
        return this == PAUSE_NEW_CONNECTIONS || this == CHANGE_SCHEDULERS || this == RESUME_NEW_CONNECTIONS;
    }

    /**
     * Whether its operations can be sent behind those of an earlier phase, before the answers to these: the kernel makes
     * them in this order, and an old real server goes whether its replacement was refused or not.
     */
    public boolean needsNoAnswerTo(Phase earlier) {
        return REAL_SERVERS.contains(this) && REAL_SERVERS.contains(earlier);
    }
}
