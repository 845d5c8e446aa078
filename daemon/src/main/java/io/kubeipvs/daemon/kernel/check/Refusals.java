package io.kubeipvs.daemon.kernel.check;

import io.kubeipvs.daemon.check.CheckResult;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.Refusal;
import io.kubeipvs.netlink.RefusedException;
import io.kubeipvs.netlink.SyscallException;

/** The meaning of the kernel's refusals for the program. */
final class Refusals {
    private final Privilege privilege;

    Refusals(Privilege privilege) {
        this.privilege = privilege;
    }

    /** @param fix the fix unless the privilege is missing */
    CheckResult missing(String what, NetlinkException failure, String fix) {
        if (failure instanceof RefusedException refused) {
            return missing(what, refused.operation(), refused.refusal(), fix);
        }
        return failure instanceof SyscallException failed && failed.errno().equals(Errno.EPERM)
                ? forbidden(what)
                : CheckResult.missing(what, failure.getMessage(), fix);
    }

    /** @param operation what was refused */
    CheckResult missing(String what, String operation, Refusal refusal, String fix) {
        if (refusal.errno().equals(Errno.EPERM)) {
            return forbidden(what);
        }
        String words = refusal.message().isEmpty() ? "" : " (" + refusal.message() + ")";
        return CheckResult.missing(what, operation + ": " + refusal.errno() + words, fix);
    }

    private CheckResult forbidden(String what) {
        return CheckResult.missing(what, "EPERM: " + privilege.lack(), privilege.fix());
    }
}
