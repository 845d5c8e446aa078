package io.kubeipvs.netlink.sysctl;

/** How {@link Sysctl#restore} ended. */
public enum Restoration {
    /** The setting has its former value. */
    RESTORED,
    /** Another program has changed the setting since: it was not changed. */
    CHANGED_BY_OTHERS,
    /** The setting is gone, with its module or link. */
    ABSENT
}
