package io.kubeipvs.daemon.kernel.sysctl;

import io.kubeipvs.netlink.sysctl.Sysctl;
import io.kubeipvs.netlink.sysctl.SysctlChange;
import io.kubeipvs.netlink.sysctl.SysctlException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * kube-proxy's {@code ipvs.strictARP}: no link of the node answers ARP for an address of another link, so that VIPs on
 * the dummy link are told to nobody. Off means hands off; turned off while running, what was changed is put back where
 * it is still as it was left. See {@code arp_ignore} and {@code arp_announce} in the kernel's ip-sysctl documentation.
 */
public final class StrictArp {
    private static final Logger LOG = LoggerFactory.getLogger(StrictArp.class);
    private static final Map<String, String> STRICT = new LinkedHashMap<>();

    static {
        STRICT.put("net.ipv4.conf.all.arp_ignore", "1");
        STRICT.put("net.ipv4.conf.all.arp_announce", "2");
    }

    /** What is set, by key. */
    public static Map<String, String> settings() {
        return Collections.unmodifiableMap(STRICT);
    }

    private final Sysctl sysctl;
    private final List<SysctlChange> changes = new ArrayList<>();
    private boolean isOn;

    /** Of this kernel, in the network namespace of the calling threads. */
    public StrictArp() {
        this(new Sysctl());
    }

    StrictArp(Sysctl sysctl) {
        this.sysctl = sysctl;
    }

    /** It is to be on, or off; what cannot be set is logged. */
    public synchronized void set(boolean on) {
        if (on == isOn) {
            return;
        }
        isOn = on;
        if (on) {
            STRICT.forEach(this::set);
        } else {
            changes.forEach(this::restore);
            changes.clear();
        }
        LOG.info("strict_arp on={}", on);
    }

    private void set(String key, String value) {
        try {
            changes.add(sysctl.set(key, value));
        } catch (SysctlException e) {
            LOG.warn("strict_arp_not_set {}", e.getMessage());
        }
    }

    private void restore(SysctlChange change) {
        try {
            sysctl.restore(change);
        } catch (SysctlException e) {
            LOG.warn("strict_arp_not_put_back {}", e.getMessage());
        }
    }
}
