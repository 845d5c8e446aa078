package io.kubeipvs.daemon.config;

import java.util.Locale;

/** The part of the kernel that carries virtual servers out. */
public enum DataPath {
    /** IPVS. */
    IPVS,
    /** nf_tables alone, for kernels without IPVS. */
    NFTABLES;

    static DataPath of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
