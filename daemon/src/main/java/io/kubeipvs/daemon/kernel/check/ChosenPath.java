package io.kubeipvs.daemon.kernel.check;

import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.check.CheckResult;
import io.kubeipvs.daemon.config.Config;
import io.kubeipvs.daemon.config.DataPath;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.generic.FamilyNotFoundException;
import io.kubeipvs.netlink.ipvs.IpvsClient;
import java.util.Optional;

/**
 * The data path of this node: the configured one, or the one that {@code auto} finds.
 *
 * @param path never {@link DataPath#AUTO}
 * @param withoutIpvs why {@code auto} is not IPVS, and what brings it back; empty if it is, or another path is configured
 */
public record ChosenPath(DataPath path, Optional<Problem> withoutIpvs) {
    private static final String NEXT_START = ", then restart kube-ipvs";

    /** Decides by trying IPVS: a virtual server is added and removed, as {@code check} does it. */
    public static ChosenPath tried(Config config) {
        return of(
                config,
                () -> KernelProbes.withoutIpvs(config.settings().scheduler()).map(ChosenPath::problem));
    }

    /** Decides by looking whether the kernel has IPVS, and changes nothing. */
    public static ChosenPath seen(Config config) {
        return of(config, ChosenPath::noFamily);
    }

    private interface Look {
        Optional<Problem> withoutIpvs();
    }

    private static ChosenPath of(Config config, Look look) {
        DataPath configured = config.tuning().filter().dataPath();
        if (configured != DataPath.AUTO) {
            return new ChosenPath(configured, Optional.empty());
        }
        Optional<Problem> withoutIpvs = look.withoutIpvs();
        return new ChosenPath(withoutIpvs.isEmpty() ? DataPath.IPVS : DataPath.NFTABLES, withoutIpvs);
    }

    private static Problem problem(CheckResult missing) {
        return new Problem(missing.detail(), missing.fix().isEmpty() ? "" : missing.fix() + NEXT_START);
    }

    private static Optional<Problem> noFamily() {
        try (IpvsClient client = IpvsClient.open()) {
            return Optional.empty();
        } catch (FamilyNotFoundException e) {
            return Optional.of(new Problem("this kernel has no IPVS", "modprobe ip_vs" + NEXT_START));
        } catch (NetlinkException e) {
            return Optional.empty(); // the first use reports that
        }
    }

    /** The configuration with this path. */
    public Config in(Config config) {
        return config.with(change -> change.tuning(tuning -> tuning.withFilter(filter -> filter.withDataPath(path))));
    }

    /** As a line of {@code check}. */
    public CheckResult result() {
        String what = "data path";
        return withoutIpvs
                .map(problem -> CheckResult.warning(what, path.text() + ": " + problem.cause(), problem.fix()))
                .orElse(CheckResult.ok(what, path.text()));
    }
}
