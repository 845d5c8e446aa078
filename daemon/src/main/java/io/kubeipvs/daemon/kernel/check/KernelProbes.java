package io.kubeipvs.daemon.kernel.check;

import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.daemon.check.CheckResult;
import io.kubeipvs.daemon.check.Checks;
import io.kubeipvs.daemon.check.Probe;
import io.kubeipvs.daemon.config.Config;
import io.kubeipvs.daemon.config.FilterTuning;
import io.kubeipvs.daemon.kernel.settings.OwnedSettings;
import io.kubeipvs.daemon.kernel.settings.Setting;
import io.kubeipvs.netlink.Family;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The needs of the program in the kernel of the calling thread's network namespace. */
public final class KernelProbes {
    private static final Path PROC = Path.of("/proc");
    private static final Path SYSCTLS = PROC.resolve("sys");

    private final Scheduler scheduler;
    private final FilterTuning tuning;
    private final Privilege privilege = Privilege.ofThisProcess(PROC);
    private final Refusals refusals = new Refusals(privilege);
    private final List<Family> families;

    private KernelProbes(Config config) {
        this(config.settings().scheduler(), config.tuning().filter());
    }

    private KernelProbes(Scheduler scheduler, FilterTuning tuning) {
        this.scheduler = scheduler;
        this.tuning = tuning;
        this.families = OwnedSettings.hasIpv6() ? List.of(Family.V4, Family.V6) : List.of(Family.V4);
    }

    /** That without which nothing can be served as configured. */
    public static List<Probe> essential(Config config) {
        KernelProbes probes = new KernelProbes(config);
        List<Probe> all = probes.objects(List.of());
        OwnedSettings.checked(config.tuning()).stream()
                .filter(wanted -> wanted.setting().importance() == Setting.Importance.ESSENTIAL)
                .forEach(wanted -> all.add(new SysctlProbe(SYSCTLS, wanted)));
        return all;
    }

    /**
     * That, and what makes it work better.
     *
     * @param isAllSchedulers whether schedulers are tried that may be asked for later: that loads their modules
     */
    public static List<Probe> all(Config config, boolean isAllSchedulers) {
        KernelProbes probes = new KernelProbes(config);
        List<Scheduler> others = Scheduler.KNOWN.stream()
                .filter(scheduler -> isAllSchedulers && !scheduler.equals(probes.scheduler))
                .toList();
        List<Probe> all = probes.objects(others);
        OwnedSettings.checked(config.tuning()).forEach(wanted -> all.add(new SysctlProbe(SYSCTLS, wanted)));
        return all;
    }

    /** Whether the kernel has a scheduler. */
    public static List<Probe> scheduler(Scheduler scheduler) {
        KernelProbes probes = new KernelProbes(scheduler, FilterTuning.DEFAULT);
        return probes.families.stream()
                .<Probe>map(family -> new IpvsProbe(family, scheduler, List.of(), probes.refusals))
                .toList();
    }

    /** Why IPVS does not work here; empty if it does, with the scheduler or without, or if no part of the kernel would. */
    static Optional<CheckResult> withoutIpvs(Scheduler scheduler) {
        KernelProbes probes = new KernelProbes(scheduler, FilterTuning.DEFAULT);
        if (Checks.firstMissing(List.of(probes.privilege)).isPresent()) {
            return Optional.empty();
        }
        return probes.families.stream()
                .map(family -> new IpvsProbe(family, scheduler, List.of(), probes.refusals).withoutIpvs())
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** IPVS first: its settings exist only once its module is loaded. */
    private List<Probe> objects(List<Scheduler> others) {
        List<Probe> all = new ArrayList<>(List.of(privilege, new MarkBitsProbe(tuning)));
        boolean isIpvs = tuning.dataPath().isIpvs();
        if (isIpvs) {
            families.forEach(family -> all.add(new IpvsProbe(family, scheduler, others, refusals)));
        }
        families.forEach(family -> all.add(new NftablesProbe(family, tuning, refusals)));
        all.add(new LinkProbe(refusals));
        all.add(new ConntrackProbe(refusals));
        return all;
    }
}
