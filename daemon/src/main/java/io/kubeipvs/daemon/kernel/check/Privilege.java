package io.kubeipvs.daemon.kernel.check;

import io.kubeipvs.daemon.check.CheckResult;
import io.kubeipvs.daemon.check.Probe;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The one capability that is needed: CAP_NET_ADMIN. Source: {@code proc_pid_status(5)} and the kernel's {@code
 * include/uapi/linux/capability.h}.
 */
final class Privilege implements Probe {
    private static final String WHAT = "CAP_NET_ADMIN";
    private static final int CAP_NET_ADMIN = 12;
    private static final String EFFECTIVE = "CapEff:";

    private final boolean isHeld;

    private Privilege(boolean isHeld) {
        this.isHeld = isHeld;
    }

    /** That of this process. @param proc where the kernel describes processes */
    static Privilege ofThisProcess(Path proc) {
        try {
            return new Privilege(Files.readAllLines(proc.resolve("self/status")).stream()
                    .filter(line -> line.startsWith(EFFECTIVE))
                    .map(line ->
                            new BigInteger(line.substring(EFFECTIVE.length()).strip(), 16))
                    .anyMatch(capabilities -> capabilities.testBit(CAP_NET_ADMIN)));
        } catch (IOException | NumberFormatException e) {
            return new Privilege(true); // unknown: the kernel refuses later if it is missing
        }
    }

    @Override
    public List<CheckResult> run() {
        return List.of(
                isHeld ? CheckResult.ok(WHAT, "in force") : CheckResult.missing(WHAT, "this process lacks it", fix()));
    }

    /** Why the kernel has answered EPERM. */
    String lack() {
        return isHeld ? "CAP_NET_ADMIN holds in this user namespace only" : "CAP_NET_ADMIN is missing";
    }

    /** The fix. */
    String fix() {
        return isHeld
                ? "run it in the host's own user namespace (in a Pod: hostUsers: true)"
                : "run it as root, or give the container capabilities.add: [NET_ADMIN]";
    }
}
