package io.kubeipvs.daemon.kernel.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.check.CheckResult;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.Refusal;
import io.kubeipvs.netlink.SyscallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The meaning of a refusal of the kernel, by the privileges of this process. */
class RefusalsTest {
    private static final String ALL = "000001ffffffffff";
    private static final String ALL_BUT_NET_ADMIN = "000001ffffffefff";

    @TempDir
    private Path proc;

    private Privilege privilege(String effective) throws IOException {
        Path status = Files.createDirectories(proc.resolve("self")).resolve("status");
        Files.writeString(status, "Name:\tjava\nCapPrm:\t" + ALL + "\nCapEff:\t" + effective + "\n");
        return Privilege.ofThisProcess(proc);
    }

    @Test
    void theCapabilityIsReadFromWhatIsInForce() throws Exception {
        assertThat(privilege(ALL).run()).containsExactly(CheckResult.ok("CAP_NET_ADMIN", "in force"));
        assertThat(privilege(ALL_BUT_NET_ADMIN).run())
                .containsExactly(CheckResult.missing(
                        "CAP_NET_ADMIN",
                        "this process lacks it",
                        "run it as root, or give the container capabilities.add: [NET_ADMIN]"));
    }

    @Test
    void withoutTheCapabilityItIsWhatIsMissing() throws Exception {
        Refusals refusals = new Refusals(privilege(ALL_BUT_NET_ADMIN));
        CheckResult expected = CheckResult.missing(
                "link",
                "EPERM: CAP_NET_ADMIN is missing",
                "run it as root, or give the container capabilities.add: [NET_ADMIN]");
        assertThat(refusals.missing("link", "create", refusal(Errno.EPERM, ""), "modprobe dummy"))
                .isEqualTo(expected);
        assertThat(refusals.missing("link", new SyscallException("socket", Errno.EPERM), "modprobe dummy"))
                .isEqualTo(expected);
    }

    @Test
    void withTheCapabilityItIsTheUserNamespace() throws Exception {
        assertThat(new Refusals(privilege(ALL)).missing("IPVS", "list", refusal(Errno.EPERM, ""), "modprobe ip_vs"))
                .isEqualTo(CheckResult.missing(
                        "IPVS",
                        "EPERM: CAP_NET_ADMIN holds in this user namespace only",
                        "run it in the host's own user namespace (in a Pod: hostUsers: true)"));
    }

    @Test
    void anyOtherRefusalIsReportedAsTheKernelDoes() throws Exception {
        Refusals refusals = new Refusals(privilege(ALL));
        assertThat(refusals.missing("link", "create dummy", refusal(Errno.EINVAL, "no name"), "modprobe dummy"))
                .isEqualTo(CheckResult.missing("link", "create dummy: EINVAL (no name)", "modprobe dummy"));
        assertThat(refusals.missing("link", new NetlinkException("no answer"), "modprobe dummy"))
                .isEqualTo(CheckResult.missing("link", "no answer", "modprobe dummy"));
    }

    private static Refusal refusal(Errno errno, String message) {
        return new Refusal(errno, message, "", 7);
    }
}
