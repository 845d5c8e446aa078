package io.kubeipvs.daemon.check;

import io.kubeipvs.daemon.config.ConfigWarning;
import java.util.List;

/** Whether everything in the configuration files is used. */
public final class ConfigProbe implements Probe {
    private static final String WHAT = "configuration";

    private final List<ConfigWarning> warnings;

    /** @param warnings parts of the files that are not used */
    public ConfigProbe(List<ConfigWarning> warnings) {
        this.warnings = List.copyOf(warnings);
    }

    @Override
    public List<CheckResult> run() {
        if (warnings.isEmpty()) {
            return List.of(CheckResult.ok(WHAT, "every key is known"));
        }
        return warnings.stream()
                .map(warning -> CheckResult.warning(WHAT, warning.key() + ": " + warning.cause(), warning.fix()))
                .toList();
    }
}
