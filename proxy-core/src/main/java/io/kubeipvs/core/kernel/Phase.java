package io.kubeipvs.core.kernel;

/**
 * The order in which changes are made: make before break. A phase begins when every answer to the one before it is in;
 * the operations inside one may be made in any order.
 */
public enum Phase {
    /** What the filter must know of what nobody can ask yet, and of what is served already and was not said so far. */
    ADMIT,
    /** A VIP is closed but for Services' ports before it can be reached, and once what it serves is admitted. */
    GUARD,
    /** Parents before their children; an address that nothing answers on attracts nobody yet. */
    PUT_VIRTUAL_SERVERS,
    /** New servers, and restored weights, before any old server goes. */
    PUT_REAL_SERVERS,
    /** What the filter lets through, once there are servers for it and before old ones go. */
    TURN,
    /** An address becomes reachable only once something stands behind it. */
    BIND_VIPS,
    /** Stop attracting before dismantling. */
    UNBIND_VIPS,
    /** An old server gets nothing new once its replacements are in. */
    QUIESCE_REAL_SERVERS,
    /** An old server goes once it has nothing left to do. */
    DROP_REAL_SERVERS,
    /** Nothing refers to it now. */
    DROP_VIRTUAL_SERVERS,
    /** What the filter need not know any more. */
    RETIRE,
    /** Nothing leads to what is gone. */
    FORGET_FLOWS
}
