package io.kubeipvs.daemon.kernel;

import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.RefusedException;
import io.kubeipvs.netlink.generic.FamilyNotFoundException;

/** Why the kernel cannot be used, for the user. */
final class UnusableKernel {
    private UnusableKernel() {}

    /** The cause and the fix. */
    static Problem problem(NetlinkException e) {
        if (e instanceof FamilyNotFoundException) {
            return new Problem("this kernel has no IPVS", "modprobe ip_vs, or boot a kernel with CONFIG_IP_VS");
        }
        if (e instanceof RefusedException refused && refused.errno().equals(Errno.EPERM)) {
            return new Problem(
                    "no CAP_NET_ADMIN in the host's own user namespace: " + e.getMessage(),
                    "run as root, or give the container capability NET_ADMIN");
        }
        if (e instanceof RefusedException refused && refused.errno().equals(Errno.EOPNOTSUPP)) {
            return new Problem("this kernel has neither dummy links nor bridges: " + e.getMessage(), "modprobe dummy");
        }
        return Problem.of(e.getMessage());
    }
}
