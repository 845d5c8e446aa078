package io.kubeipvs.daemon.kernel.settings;

import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.netlink.sysctl.SysctlException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * IPVS's settings of the network namespace that the packet path needs. Source: {@code
 * Documentation/networking/ipvs-sysctl.rst} of the kernel.
 */
public final class PacketPathSettings {
    private static final Logger LOG = LoggerFactory.getLogger(PacketPathSettings.class);
    private static final String ON = "1";

    /** Set to 1: IPVS's connections are conntrack's too, so that their source can be translated. */
    public static final String CONNTRACK = "net.ipv4.vs.conntrack";

    /** What else is set to 1. */
    public static final List<String> OTHERS = List.of(
            "net.ipv4.vs.expire_nodest_conn", // a client of a server that is gone is led to another at once
            "net.ipv4.vs.expire_quiescent_template", // and so is one that sticks to a server that drains
            "net.ipv4.vs.conn_reuse_mode"); // a client that uses a port again is a new one

    private PacketPathSettings() {}

    /**
     * Writes them, where they are not so already.
     *
     * @throws KernelUnavailableException when sources could not be translated
     */
    public static void set(NodeSettings settings) {
        try {
            settings.set(CONNTRACK, ON);
        } catch (SysctlException e) {
            throw new KernelUnavailableException(
                    "IPVS and conntrack cannot work together, so no source can be translated: " + e.getMessage(), e);
        }
        for (String key : OTHERS) {
            try {
                settings.set(key, ON);
            } catch (SysctlException e) {
                LOG.warn("sysctl_not_set cause=\"{}\"", e.getMessage());
            }
        }
    }
}
