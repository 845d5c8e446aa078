package io.kubeipvs.core.model;

/** An IP family. */
public enum Family {
    IPV4(32),
    IPV6(128);

    private final int bits;

    Family(int bits) {
        this.bits = bits;
    }

    /** Length of an address of this family, in bits. */
    public int bits() {
        return bits;
    }
}
