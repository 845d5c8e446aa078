package io.kubeipvs.daemon.kernel.translation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.IpvsOp;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VipOp;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.netlink.BatchResult;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.Refusal;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OutcomeOfTest {
    private static final VirtualServer.Key KEY = new VirtualServer.Key(Ip.parse("10.96.0.1"), 80, Protocol.TCP);
    private static final VirtualServer WEB = new VirtualServer(KEY, "mh", 0, 0);
    private static final RealServer POD = new RealServer(new RealServer.Key(Ip.parse("10.36.0.1"), 8080), 1);
    private static final KernelOp ADD_VS = new IpvsOp.AddVirtualServer(WEB);
    private static final KernelOp CHANGE_VS = new IpvsOp.ChangeVirtualServer(WEB, WEB);
    private static final KernelOp DROP_VS = new IpvsOp.DropVirtualServer(KEY);
    private static final KernelOp ADD_RS = new IpvsOp.AddRealServer(KEY, POD);
    private static final KernelOp CHANGE_RS = new IpvsOp.ChangeRealServer(KEY, POD);
    private static final KernelOp DROP_RS = new IpvsOp.DropRealServer(KEY, POD.key());
    private static final KernelOp BIND = new VipOp.BindVip(KEY.vip());
    private static final KernelOp UNBIND = new VipOp.UnbindVip(KEY.vip());

    static Stream<Arguments> notFailures() {
        return Stream.of(
                Arguments.of(ADD_VS, Errno.EEXIST, new Outcome.AlreadySo("EEXIST")),
                Arguments.of(CHANGE_VS, Errno.ESRCH, new Outcome.Lost("ESRCH")),
                Arguments.of(DROP_VS, Errno.ESRCH, new Outcome.AlreadySo("ESRCH")),
                Arguments.of(ADD_RS, Errno.EEXIST, new Outcome.AlreadySo("EEXIST")),
                Arguments.of(ADD_RS, Errno.ESRCH, new Outcome.Lost("ESRCH")),
                Arguments.of(CHANGE_RS, Errno.ESRCH, new Outcome.Lost("ESRCH")),
                Arguments.of(CHANGE_RS, Errno.ENOENT, new Outcome.Lost("ENOENT")),
                Arguments.of(DROP_RS, Errno.ESRCH, new Outcome.AlreadySo("ESRCH")),
                Arguments.of(DROP_RS, Errno.ENOENT, new Outcome.AlreadySo("ENOENT")),
                Arguments.of(BIND, Errno.EEXIST, new Outcome.AlreadySo("EEXIST")),
                Arguments.of(BIND, Errno.ENODEV, new Outcome.Lost("ENODEV")),
                Arguments.of(UNBIND, Errno.EADDRNOTAVAIL, new Outcome.AlreadySo("EADDRNOTAVAIL")),
                Arguments.of(UNBIND, Errno.ENODEV, new Outcome.Lost("ENODEV")));
    }

    @ParameterizedTest
    @MethodSource("notFailures")
    void someErrnosOnlyShowThatThePictureWasWrong(KernelOp op, Errno errno, Outcome outcome) {
        assertThat(OutcomeOf.refusal(op, new Refusal(errno, "", "", 7))).isEqualTo(outcome);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(
                        ADD_VS,
                        Errno.ENOENT,
                        "",
                        "add virtual server TCP 10.96.0.1:80 mh: ENOENT: the kernel has no scheduler 'mh'",
                        "modprobe ip_vs_mh, or choose another with ipvs.scheduler"),
                Arguments.of(
                        CHANGE_VS,
                        Errno.ENOENT,
                        "",
                        "change virtual server TCP 10.96.0.1:80 mh: ENOENT: the kernel has no scheduler 'mh'",
                        "modprobe ip_vs_mh, or choose another with ipvs.scheduler"),
                Arguments.of(
                        ADD_RS,
                        Errno.EINVAL,
                        "",
                        "add real server TCP 10.96.0.1:80 -> 10.36.0.1:8080 weight=1: EINVAL: the address is not"
                                + " unicast here, or this network namespace has no address at all",
                        "ip link set lo up"),
                Arguments.of(BIND, Errno.ENOMEM, "", "bind VIP 10.96.0.1: ENOMEM", ""),
                Arguments.of(UNBIND, Errno.EPERM, "not yours", "unbind VIP 10.96.0.1: EPERM \"not yours\"", ""),
                Arguments.of(DROP_VS, Errno.EPERM, "", "drop virtual server TCP 10.96.0.1:80: EPERM", ""),
                Arguments.of(
                        DROP_RS,
                        new Errno(123),
                        "",
                        "drop real server TCP 10.96.0.1:80 -> 10.36.0.1:8080: errno 123",
                        ""));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void anyOtherErrnoIsARefusalWithCauseAndFix(KernelOp op, Errno errno, String kernelText, String cause, String fix) {
        assertThat(OutcomeOf.refusal(op, new Refusal(errno, kernelText, "", 7)))
                .isEqualTo(new Outcome.Refused(errno.toString(), new Problem(cause, fix)));
    }

    @Test
    void noCertainAnswerIsLost() {
        assertThat(OutcomeOf.result(ADD_VS, new BatchResult.Accepted())).isEqualTo(new Outcome.Applied());
        assertThat(OutcomeOf.result(ADD_VS, new BatchResult.Unknown("ENOBUFS"))).isEqualTo(new Outcome.Lost("ENOBUFS"));
        assertThat(OutcomeOf.result(ADD_VS, new BatchResult.Refused(new Refusal(Errno.EEXIST, "", "", 7))))
                .isEqualTo(new Outcome.AlreadySo("EEXIST"));
    }
}
