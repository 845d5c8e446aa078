package io.kubeipvs.netlink.route;

import io.kubeipvs.netlink.AttributeNames;

/** Attributes of addresses. Source: {@code include/uapi/linux/if_addr.h, IFA_*}. */
final class AddressAttr {
    /** The address, or its peer's where {@link #LOCAL} differs. */
    static final int ADDRESS = 1;

    static final int LOCAL = 2;
    /** u32; stands for the header's 8 bits of flags, which are too few. */
    static final int FLAGS = 8;

    static final AttributeNames NAMES = AttributeNames.of(
            "IFA_",
            "UNSPEC",
            "ADDRESS",
            "LOCAL",
            "LABEL",
            "BROADCAST",
            "ANYCAST",
            "CACHEINFO",
            "MULTICAST",
            "FLAGS",
            "RT_PRIORITY",
            "TARGET_NETNSID",
            "PROTO");

    private AddressAttr() {}
}
