package io.kubeipvs.daemon.kernel.check;

import io.kubeipvs.daemon.check.CheckResult;
import io.kubeipvs.daemon.check.Probe;
import io.kubeipvs.daemon.kernel.settings.OwnedSettings;
import io.kubeipvs.daemon.kernel.settings.Setting;
import io.kubeipvs.daemon.kernel.settings.Wish;
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
    private final Path root;
    private final OwnedSettings.Wanted wanted;
    private final String key;
    private final String value;

    /** @param root where the kernel has its settings: {@code /proc/sys} */
    SysctlProbe(Path root, OwnedSettings.Wanted wanted) {
        this.root = root;
        this.wanted = wanted;
        this.key = wanted.setting().key();
        this.value = wanted.wish().value();
    }

    @Override
    public List<CheckResult> run() {
        if (wanted.wish().kind() == Wish.Kind.BLOCKED) {
            return List.of(bad(wanted.wish().cause(), wanted.wish().fix()));
        }
        try {
            return List.of(found(new Sysctl(root).read(key)));
        } catch (SysctlException e) {
            return List.of(bad(e.getMessage(), ""));
        }
    }

    private CheckResult found(Optional<String> is) {
        if (is.isEmpty()) {
            return bad("this kernel or network namespace has no such key", Setting.module(key));
        }
        String found = "is " + is.get();
        if (is.get().equals(value)) {
            return CheckResult.ok(key, found);
        }
        Optional<String> hindrance = hindrance();
        return hindrance.isPresent()
                ? bad(
                        found + ", " + (isEssential() ? "must" : "should") + " be " + value
                                + ", and cannot be set here: " + hindrance.get(),
                        "sysctl -w " + key + "=" + value)
                : CheckResult.ok(key, found + ", can be set to " + value);
    }

    private CheckResult bad(String detail, String fix) {
        return isEssential() ? CheckResult.missing(key, detail, fix) : CheckResult.warning(key, detail, fix);
    }

    private boolean isEssential() {
        return wanted.setting().importance() == Setting.Importance.ESSENTIAL;
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
