package io.kubeipvs.daemon.kernel.translation;

import io.kubeipvs.core.kernel.FilterOp;
import io.kubeipvs.core.kernel.FlowOp;
import io.kubeipvs.core.kernel.IpvsOp;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.Phase;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.core.kernel.VipOp;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.netlink.BatchResult;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The meaning of the kernel's answers for operations: one table of errnos. Follows {@code ip_vs_genl_set_cmd} in
 * {@code net/netfilter/ipvs/ip_vs_ctl.c}, {@code inet_rtm_newaddr} in {@code net/ipv4/devinet.c} and
 * {@code inet6_addr_add} in {@code net/ipv6/addrconf.c}.
 */
public final class OutcomeOf {
    private OutcomeOf() {}

    /** One outcome for each operation, in their order. */
    public static List<Outcome> results(List<? extends KernelOp> operations, List<BatchResult> results) {
        return IntStream.range(0, operations.size())
                .mapToObj(i -> result(operations.get(i), results.get(i)))
                .toList();
    }

    /** The outcome of one operation. */
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

    /** The outcome of a refused operation. */
    public static Outcome refusal(KernelOp op, Refusal refusal) {
        Errno errno = refusal.errno();
        return op.bySubsystem(new Expected(errno))
                .orElseGet(() -> new Outcome.Refused(
                        errno.toString(), op.bySubsystem(new Known(errno, op + ": " + text(refusal)))));
    }

    /** Without the request's number, so that a repeated refusal reads the same. */
    private static String text(Refusal refusal) {
        String message = refusal.message().isEmpty() ? "" : " \"" + refusal.message() + "\"";
        String where = refusal.attribute().isEmpty() ? "" : " at " + refusal.attribute();
        return refusal.errno() + message + where;
    }

    /** The refusal in words, with more about it and the fix where they are known. */
    private record Known(Errno errno, String answer) implements KernelOp.Subsystems<Problem>, IpvsOp.Cases<Problem> {
        @Override
        public Problem ipvs(IpvsOp op) {
            return op.on(this);
        }

        @Override
        public Problem vip(VipOp op) {
            return unknown();
        }

        @Override
        public Problem filter(FilterOp op) {
            return unknown();
        }

        @Override
        public Problem flow(FlowOp op) {
            return unknown();
        }

        @Override
        public Problem addVirtualServer(IpvsOp.AddVirtualServer op) {
            return scheduler(op.server());
        }

        @Override
        public Problem changeVirtualServer(IpvsOp.ChangeVirtualServer op) {
            return scheduler(op.server());
        }

        @Override
        public Problem addRealServer(IpvsOp.AddRealServer op) {
            return address(op);
        }

        @Override
        public Problem changeRealServer(IpvsOp.ChangeRealServer op) {
            return address(op);
        }

        @Override
        public Problem dropRealServer(IpvsOp.DropRealServer op) {
            return unknown();
        }

        @Override
        public Problem dropVirtualServer(IpvsOp.DropVirtualServer op) {
            return unknown();
        }

        private Problem unknown() {
            return Problem.of(answer);
        }

        private Problem scheduler(VirtualServer server) {
            String name = server.scheduler();
            return errno.equals(Errno.ENOENT)
                    ? new Problem(
                            answer + ": the kernel has no scheduler '" + name + "'",
                            "modprobe ip_vs_" + name + ", or choose another with ipvs.scheduler")
                    : unknown();
        }

        private Problem address(IpvsOp op) {
            return errno.equals(Errno.EINVAL) && op.phase() == Phase.PUT_REAL_SERVERS
                    ? new Problem(
                            answer
                                    + ": the address is not unicast here, or this network namespace has no address at all",
                            "ip link set lo up")
                    : unknown();
        }
    }

    /** The outcome of the errnos that only show that the kernel is not as we thought; empty for any other. */
    private record Expected(Errno errno)
            implements KernelOp.Subsystems<Optional<Outcome>>,
                    IpvsOp.Cases<Optional<Outcome>>,
                    VipOp.Cases<Optional<Outcome>>,
                    FilterOp.Cases<Optional<Outcome>> {
        @Override
        public Optional<Outcome> ipvs(IpvsOp op) {
            return op.on(this);
        }

        @Override
        public Optional<Outcome> vip(VipOp op) {
            return op.on(this);
        }

        @Override
        public Optional<Outcome> filter(FilterOp op) {
            return op.on(this);
        }

        @Override
        public Optional<Outcome> flow(FlowOp op) {
            return Optional.empty();
        }

        private Optional<Outcome> alreadyIf(Errno... any) {
            return when(new Outcome.AlreadySo(errno.toString()), any);
        }

        private Optional<Outcome> lostIf(Errno... any) {
            return when(new Outcome.Lost(errno.toString()), any);
        }

        private Optional<Outcome> when(Outcome outcome, Errno... any) {
            return List.of(any).contains(errno) ? Optional.of(outcome) : Optional.empty();
        }

        @Override
        public Optional<Outcome> addVirtualServer(IpvsOp.AddVirtualServer op) {
            return alreadyIf(Errno.EEXIST);
        }

        @Override
        public Optional<Outcome> changeVirtualServer(IpvsOp.ChangeVirtualServer op) {
            return lostIf(Errno.ESRCH);
        }

        @Override
        public Optional<Outcome> addRealServer(IpvsOp.AddRealServer op) {
            return alreadyIf(Errno.EEXIST).or(() -> lostIf(Errno.ESRCH));
        }

        @Override
        public Optional<Outcome> changeRealServer(IpvsOp.ChangeRealServer op) {
            return lostIf(Errno.ESRCH, Errno.ENOENT);
        }

        @Override
        public Optional<Outcome> dropRealServer(IpvsOp.DropRealServer op) {
            return alreadyIf(Errno.ENOENT, Errno.ESRCH);
        }

        @Override
        public Optional<Outcome> dropVirtualServer(IpvsOp.DropVirtualServer op) {
            return alreadyIf(Errno.ESRCH);
        }

        @Override
        public Optional<Outcome> bindVip(VipOp.BindVip op) {
            return alreadyIf(Errno.EEXIST).or(() -> lostIf(Errno.ENODEV));
        }

        @Override
        public Optional<Outcome> unbindVip(VipOp.UnbindVip op) {
            return alreadyIf(Errno.EADDRNOTAVAIL).or(() -> lostIf(Errno.ENODEV));
        }

        @Override
        public Optional<Outcome> putAdmission(FilterOp.PutAdmission op) {
            return element();
        }

        @Override
        public Optional<Outcome> dropAdmission(FilterOp.DropAdmission op) {
            return element();
        }

        @Override
        public Optional<Outcome> putAddress(FilterOp.PutAddress op) {
            return element();
        }

        @Override
        public Optional<Outcome> dropAddress(FilterOp.DropAddress op) {
            return element();
        }

        @Override
        public Optional<Outcome> putNodeFilterConfig(FilterOp.PutNodeFilterConfig op) {
            return element();
        }

        /** A pause of which the end was lost lasts on. */
        @Override
        public Optional<Outcome> pauseNewConnections(FilterOp.PauseNewConnections op) {
            return when(new Outcome.Applied(), Errno.EEXIST);
        }

        /** The kernel ended the pause by itself. */
        @Override
        public Optional<Outcome> resumeNewConnections(FilterOp.ResumeNewConnections op) {
            return when(new Outcome.Applied(), Errno.ENOENT);
        }

        /** An existing element may have another value, so this is no success either. */
        private Optional<Outcome> element() {
            return lostIf(Errno.EEXIST, Errno.ENOENT);
        }
    }
}
