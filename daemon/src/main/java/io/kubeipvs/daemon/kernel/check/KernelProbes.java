package io.kubeipvs.daemon.kernel.check;

import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.daemon.check.Probe;
import io.kubeipvs.daemon.config.Config;
import io.kubeipvs.daemon.kernel.links.VipLink;
import io.kubeipvs.daemon.kernel.settings.PacketPathSettings;
import io.kubeipvs.daemon.kernel.settings.StrictArp;
import io.kubeipvs.netlink.Family;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What is needed of the kernel of the calling thread's network namespace. */
public final class KernelProbes {
    private static final Path PROC = Path.of("/proc");
    private static final Path SYSCTLS = PROC.resolve("sys");
    private static final String ON = "1";
    private static final String FORWARDING_V4 = "net.ipv4.ip_forward";
    private static final String FORWARDING_V6 = "net.ipv6.conf.all.forwarding";

    private final Scheduler scheduler;
    private final Privilege privilege = Privilege.ofThisProcess(PROC);
    private final Refusals refusals = new Refusals(privilege);
    private final List<Family> families;

    private KernelProbes(Scheduler scheduler) {
        this.scheduler = scheduler;
        // Where IPv6 is switched off it has no settings, and nothing is needed of it.
        boolean hasIpv6 = Files.exists(SYSCTLS.resolve(FORWARDING_V6.replace('.', '/')));
        this.families = hasIpv6 ? List.of(Family.V4, Family.V6) : List.of(Family.V4);
    }

    /** That without which nothing can be served as configured. */
    public static List<Probe> essential(Config config) {
        KernelProbes probes = new KernelProbes(config.settings().scheduler());
        List<Probe> all = probes.objects(List.of());
        all.add(sysctl(PacketPathSettings.CONNTRACK, SysctlProbe.Need.ESSENTIAL));
        return all;
    }

    /** That, and what may be asked for later, and what makes it work better. */
    public static List<Probe> all(Config config) {
        KernelProbes probes = new KernelProbes(config.settings().scheduler());
        List<Scheduler> others = Arrays.stream(Scheduler.values())
                .filter(scheduler -> scheduler != probes.scheduler)
                .toList();
        List<Probe> all = probes.objects(others);
        all.add(sysctl(PacketPathSettings.CONNTRACK, SysctlProbe.Need.ESSENTIAL));
        PacketPathSettings.OTHERS.forEach(key -> all.add(sysctl(key, SysctlProbe.Need.USEFUL)));
        all.add(sysctl(FORWARDING_V4, SysctlProbe.Need.USEFUL));
        if (probes.families.contains(Family.V6)) {
            all.add(sysctl(FORWARDING_V6, SysctlProbe.Need.USEFUL));
        }
        Map<String, String> arp = config.tuning().strictArp() ? StrictArp.settings() : Map.of();
        arp.forEach((key, value) -> all.add(new SysctlProbe(SYSCTLS, key, value, SysctlProbe.Need.USEFUL)));
        return all;
    }

    /** IPVS first: its settings are there only once its module is. */
    private List<Probe> objects(List<Scheduler> others) {
        List<Probe> all = new ArrayList<>(List.of(privilege));
        families.forEach(family -> all.add(new IpvsProbe(family, scheduler, others, refusals)));
        families.forEach(family -> all.add(new NftablesProbe(family, refusals)));
        all.add(new LinkProbe(VipLink.NAME, refusals));
        all.add(new ConntrackProbe(refusals));
        return all;
    }

    private static Probe sysctl(String key, SysctlProbe.Need need) {
        return new SysctlProbe(SYSCTLS, key, ON, need);
    }
}
