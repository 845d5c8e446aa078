package io.kubeipvs.netlink.nftables;

/** One step of a rule: what nf_tables' virtual machine does. */
public sealed interface Expression permits Unknown {

    /** The kernel's name of its kind. */
    String name();
}
