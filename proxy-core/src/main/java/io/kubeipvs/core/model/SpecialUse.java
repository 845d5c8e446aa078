package io.kubeipvs.core.model;

/** A use that an address is reserved for. The text is a word for messages, for instance "link-local". */
public enum SpecialUse {
    UNSPECIFIED("unspecified"),
    LOOPBACK("loopback"),
    LINK_LOCAL("link-local"),
    MULTICAST("multicast"),
    BROADCAST("broadcast"),
    IPV4_MAPPED("IPv4-mapped");

    private final String word;

    SpecialUse(String word) {
        this.word = word;
    }

    @Override
    public String toString() {
        return word;
    }
}
