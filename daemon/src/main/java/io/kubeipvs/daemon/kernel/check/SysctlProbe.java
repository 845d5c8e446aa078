package io.kubeipvs.daemon.kernel.check;

import io.kubeipvs.daemon.check.CheckResult;
import io.kubeipvs.daemon.check.Probe;
import io.kubeipvs.netlink.sysctl.Sysctl;
import io.kubeipvs.netlink.sysctl.SysctlException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/** A kernel setting that the program sets: whether it is right already, or could be, for it is opened for writing only. */
final class SysctlProbe implements Probe {
    /** What is lost where it is not as it should be. */
    enum Need {
        /** Nothing works. */
        ESSENTIAL,
        /** Something works less well. */
        USEFUL
    }

    private final Path root;
    private final String key;
    private final String value;
    private final Need need;

    /** @param root where the kernel has its settings: {@code /proc/sys} */
    SysctlProbe(Path root, String key, String value, Need need) {
        this.root = root;
        this.key = key;
        this.value = value;
        this.need = need;
    }

    @Override
    public List<CheckResult> run() {
        try {
            return List.of(found(new Sysctl(root).read(key)));
        } catch (SysctlException e) {
            return List.of(bad(e.getMessage(), ""));
        }
    }

    private CheckResult found(Optional<String> is) {
        if (is.isEmpty()) {
            String mend = key.startsWith("net.ipv4.vs.") ? "modprobe ip_vs" : "";
            return bad("this kernel or network namespace has no such key", mend);
        }
        String found = "is " + is.get();
        if (is.get().equals(value)) {
            return CheckResult.ok(key, found);
        }
        Optional<String> hindrance = hindrance();
        return hindrance.isPresent()
                ? bad(
                        found + ", " + (need == Need.ESSENTIAL ? "must" : "should") + " be " + value
                                + ", and cannot be set here: " + hindrance.get(),
                        "sysctl -w " + key + "=" + value)
                : CheckResult.ok(key, found + ", can be set to " + value);
    }

    private CheckResult bad(String detail, String mend) {
        return need == Need.ESSENTIAL ? CheckResult.missing(key, detail, mend) : CheckResult.warning(key, detail, mend);
    }

    private Optional<String> hindrance() {
        Path file = root.resolve(key.replace('.', '/'));
        try {
            FileChannel.open(file, StandardOpenOption.WRITE).close();
            return Optional.empty();
        } catch (FileSystemException e) {
            return Optional.of(Optional.ofNullable(e.getReason()).orElse("permission denied"));
        } catch (IOException e) {
            return Optional.of(e.getMessage());
        }
    }
}
