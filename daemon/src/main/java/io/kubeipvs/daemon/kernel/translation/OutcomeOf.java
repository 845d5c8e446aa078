package io.kubeipvs.daemon.kernel.translation;

import io.kubeipvs.core.kernel.FilterOp;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.Phase;
import io.kubeipvs.netlink.BatchResult;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.Refusal;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What an answer of the kernel means for an operation: one table of errnos. Follows {@code ip_vs_genl_set_cmd} in
 * {@code net/netfilter/ipvs/ip_vs_ctl.c}, {@code inet_rtm_newaddr} in {@code net/ipv4/devinet.c} and
 * {@code inet6_addr_add} in {@code net/ipv6/addrconf.c}.
 */
public final class OutcomeOf {
    private OutcomeOf() {}

    /** One for each operation, in their order. */
    public static List<Outcome> results(List<KernelOp> operations, List<BatchResult> results) {
        return IntStream.range(0, operations.size())
                .mapToObj(i -> result(operations.get(i), results.get(i)))
                .toList();
    }

    public static Outcome result(KernelOp op, BatchResult result) {
        return result.on(new BatchResult.Cases<>() {
            @Override
            public Outcome accepted(BatchResult.Accepted accepted) {
                return new Outcome.Applied();
            }

            @Override
            public Outcome refused(BatchResult.Refused refused) {
                return refusal(op, refused.refusal());
            }

            @Override
            public Outcome unknown(BatchResult.Unknown unknown) {
                return new Outcome.Lost(unknown.reason());
            }
        });
    }

    public static Outcome refusal(KernelOp op, Refusal refusal) {
        Errno errno = refusal.errno();
        Outcome expected = op.on(new Expected(errno));
        return expected != null
                ? expected
                : new Outcome.Refused(errno.toString(), op + ": " + text(refusal) + hint(op, errno));
    }

    /** Without the request's number, so that a repeated refusal reads the same. */
    private static String text(Refusal refusal) {
        String said = refusal.message().isEmpty() ? "" : " \"" + refusal.message() + "\"";
        String where = refusal.attribute().isEmpty() ? "" : " at " + refusal.attribute();
        return refusal.errno() + said + where;
    }

    /** What the user can do about it; "" where nothing more is known. */
    private static String hint(KernelOp op, Errno errno) {
        if (errno.equals(Errno.ENOENT) && op instanceof KernelOp.AddVirtualServer add) {
            return schedulerHint(add.server().scheduler());
        }
        if (errno.equals(Errno.ENOENT) && op instanceof KernelOp.ChangeVirtualServer change) {
            return schedulerHint(change.server().scheduler());
        }
        if (errno.equals(Errno.EINVAL) && op.phase() == Phase.PUT_REAL_SERVERS) {
            return "; the address is not unicast here, or this network namespace has no address at all (is lo up?)";
        }
        return "";
    }

    private static String schedulerHint(String name) {
        return "; the kernel has no scheduler '" + name + "': load module ip_vs_" + name
                + " or choose another with ipvs.scheduler";
    }

    /** The errnos that say no more than that the kernel is not as we thought; null for any other. */
    private record Expected(Errno errno) implements KernelOp.Cases<Outcome> {
        private Outcome alreadyIf(Errno... any) {
            return isOneOf(any) ? new Outcome.AlreadySo(errno.toString()) : null;
        }

        private Outcome lostIf(Errno... any) {
            return isOneOf(any) ? new Outcome.Lost(errno.toString()) : null;
        }

        private boolean isOneOf(Errno... any) {
            return List.of(any).contains(errno);
        }

        @Override
        public Outcome addVirtualServer(KernelOp.AddVirtualServer op) {
            return alreadyIf(Errno.EEXIST);
        }

        @Override
        public Outcome changeVirtualServer(KernelOp.ChangeVirtualServer op) {
            return lostIf(Errno.ESRCH);
        }

        @Override
        public Outcome addRealServer(KernelOp.AddRealServer op) {
            return errno.equals(Errno.EEXIST) ? alreadyIf(Errno.EEXIST) : lostIf(Errno.ESRCH);
        }

        @Override
        public Outcome changeRealServer(KernelOp.ChangeRealServer op) {
            return lostIf(Errno.ESRCH, Errno.ENOENT);
        }

        @Override
        public Outcome bindVip(KernelOp.BindVip op) {
            return errno.equals(Errno.EEXIST) ? alreadyIf(Errno.EEXIST) : lostIf(Errno.ENODEV);
        }

        @Override
        public Outcome unbindVip(KernelOp.UnbindVip op) {
            return errno.equals(Errno.EADDRNOTAVAIL) ? alreadyIf(Errno.EADDRNOTAVAIL) : lostIf(Errno.ENODEV);
        }

        @Override
        public Outcome dropRealServer(KernelOp.DropRealServer op) {
            return alreadyIf(Errno.ENOENT, Errno.ESRCH);
        }

        @Override
        public Outcome dropVirtualServer(KernelOp.DropVirtualServer op) {
            return alreadyIf(Errno.ESRCH);
        }

        @Override
        public Outcome forgetFlows(KernelOp.ForgetFlows op) {
            return null;
        }

        /** An element that is there already may yield something else, so this is no success either. */
        @Override
        public Outcome filter(FilterOp op) {
            return lostIf(Errno.EEXIST, Errno.ENOENT);
        }
    }
}
