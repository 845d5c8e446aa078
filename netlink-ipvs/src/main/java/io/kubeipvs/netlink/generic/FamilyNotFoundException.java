package io.kubeipvs.netlink.generic;

import io.kubeipvs.netlink.NetlinkException;

/** The kernel has no generic netlink family of that name: what provides it is neither built in nor loaded. */
public final class FamilyNotFoundException extends NetlinkException {
    private final String family;

    FamilyNotFoundException(String family) {
        super("the kernel has no generic netlink family \"" + family + "\"");
        this.family = family;
    }

    public String family() {
        return family;
    }
}
