package io.kubeipvs.core.kernel;

/**
 * The order in which changes are made: make before break. A phase begins when every answer to the one before it is in;
 * the operations inside one may be made in any order.
 */
public enum Phase {
    /** Parents before their children; an address that nothing answers on attracts nobody yet. */
    PUT_VIRTUAL_SERVERS,
    /** New servers, and restored weights, before any old server goes. */
    PUT_REAL_SERVERS,
    /** An address becomes reachable only once something stands behind it. */
    BIND_VIPS,
    /** Stop attracting before dismantling. */
    UNBIND_VIPS,
    /** An old server gets nothing new once its replacements are in. */
    QUIESCE_REAL_SERVERS,
    /** An old server goes once it has nothing left to do. */
    DROP_REAL_SERVERS,
    /** Last, for nothing refers to it now. */
    DROP_VIRTUAL_SERVERS
}
