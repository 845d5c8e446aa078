package io.kubeipvs.daemon.config;

import java.util.Locale;

/** The part of the kernel that carries virtual servers out. */
public enum DataPath {
    /** IPVS where it works, otherwise nf_tables: the program decides at its start. */
    AUTO,
    /** IPVS. */
    IPVS,
    /** nf_tables alone, for kernels without IPVS. */
    NFTABLES;

    /**
     * Whether it is IPVS.
     *
     * @throws IllegalStateException for {@link #AUTO}: nothing may be built before the decision
     */
    public boolean isIpvs() {
        if (this == AUTO) {
            throw new IllegalStateException("the data path is not decided yet");
        }
        return this == IPVS;
    }

    static DataPath of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** As in the configuration. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
