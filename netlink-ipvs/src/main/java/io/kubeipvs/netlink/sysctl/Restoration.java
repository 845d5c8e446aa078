package io.kubeipvs.netlink.sysctl;

/** How {@link Sysctl#restore} ended. */
public enum Restoration {
    /** The setting has its former value. */
    RESTORED,
    /** Somebody else has changed the setting since: it was left alone. */
    CHANGED_BY_OTHERS,
    /** The setting is gone, with its module or link. */
    ABSENT
}
