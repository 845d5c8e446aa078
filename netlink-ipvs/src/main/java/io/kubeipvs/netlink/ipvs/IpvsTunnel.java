package io.kubeipvs.netlink.ipvs;

/**
 * How packets to a real server are encapsulated. Kernels before 5.3 know IPIP only and ignore the rest.
 *
 * @param type {@link TunnelType}, 0 to 255; open, for later kernels may have more
 * @param port the UDP port of GUE, which the kernel insists on; 0 = none
 * @param flags bits of {@link TunnelFlag}, 16 of them
 */
public record IpvsTunnel(int type, int port, int flags) {
    /** The plain tunnel, which all kernels know. */
    public static final IpvsTunnel IPIP = new IpvsTunnel(TunnelType.IPIP, 0, TunnelFlag.NOCSUM);

    public IpvsTunnel {
        Ports.check(port);
        if (type < 0 || type > 0xFF) {
            throw new IllegalArgumentException("tunnel type " + type + ": allowed are 0 to 255");
        }
        if (flags < 0 || flags > 0xFFFF) {
            throw new IllegalArgumentException("tunnel flags " + flags + ": allowed are 0 to 0xFFFF");
        }
    }
}
