package io.kubeipvs.daemon.kernel.settings;

import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.ipvs.IpvsClient;
import io.kubeipvs.netlink.ipvs.IpvsTimeouts;
import io.kubeipvs.netlink.sys.NativeTransport;
import java.util.Arrays;
import java.util.Optional;

/**
 * How long IPVS remembers connections: no setting of {@code /proc/sys}, and treated as if it were one. Its value is {@code
 * TCP TCPFIN UDP} in seconds, as {@code ipvsadm --set} takes it. Source: {@code net/netfilter/ipvs/ip_vs_ctl.c,
 * ip_vs_genl_set_config}.
 */
final class IpvsTimeoutsPlace implements Place {
    /** The only key of this place. */
    static final String KEY = "ipvs.timeouts";

    private static final String FIX = "give CAP_NET_ADMIN, and load module ip_vs";

    /** The way to the kernel. */
    interface Access {
        IpvsTimeouts read() throws NetlinkException;

        void set(IpvsTimeouts timeouts) throws NetlinkException;
    }

    private final Access access;

    /** The timeouts of the network namespace of the calling thread. */
    IpvsTimeoutsPlace() {
        this(new Kernel());
    }

    IpvsTimeoutsPlace(Access access) {
        this.access = access;
    }

    @Override
    public Optional<String> read(String key) throws SettingException {
        try {
            return Optional.of(text(access.read()));
        } catch (NetlinkException e) {
            throw new SettingException(e.getMessage(), FIX, e);
        }
    }

    @Override
    public String write(String key, String value) throws SettingException {
        try {
            access.set(timeouts(value));
            return text(access.read());
        } catch (NetlinkException e) {
            throw new SettingException(e.getMessage(), FIX, e);
        }
    }

    private static String text(IpvsTimeouts timeouts) {
        return timeouts.tcpSeconds() + " " + timeouts.tcpFinSeconds() + " " + timeouts.udpSeconds();
    }

    private static IpvsTimeouts timeouts(String text) throws SettingException {
        try {
            int[] seconds =
                    Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
            return new IpvsTimeouts(seconds[0], seconds[1], seconds[2]);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new SettingException("'" + text + "' is not three timeouts in seconds", "", e);
        }
    }

    private static final class Kernel implements Access {
        @Override
        public IpvsTimeouts read() throws NetlinkException {
            try (IpvsClient client = open()) {
                return client.timeouts();
            }
        }

        @Override
        public void set(IpvsTimeouts timeouts) throws NetlinkException {
            try (IpvsClient client = open()) {
                client.setTimeouts(timeouts);
            }
        }

        private static IpvsClient open() throws NetlinkException {
            return IpvsClient.over(NativeTransport.open(NetlinkProtocol.GENERIC));
        }
    }
}
