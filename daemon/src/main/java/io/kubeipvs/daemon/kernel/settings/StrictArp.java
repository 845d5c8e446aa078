package io.kubeipvs.daemon.kernel.settings;

import io.kubeipvs.netlink.sysctl.SysctlException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * kube-proxy's {@code ipvs.strictARP}: no link of the node answers ARP for an address of another link, so that VIPs on
 * the dummy link are told to nobody. Off means hands off; what was changed when it was on is put back then, after
 * a restart too, where it is still as it was left. See {@code arp_ignore} and {@code arp_announce} in the kernel's ip-sysctl documentation.
 */
public final class StrictArp {
    private static final Logger LOG = LoggerFactory.getLogger(StrictArp.class);
    private static final Map<String, String> STRICT = new LinkedHashMap<>();

    static {
        STRICT.put("net.ipv4.conf.all.arp_ignore", "1");
        STRICT.put("net.ipv4.conf.all.arp_announce", "2");
    }

    private final NodeSettings settings;
    private boolean isOn;

    /** Of this node. */
    public StrictArp(NodeSettings settings) {
        this.settings = settings;
    }

    /** What is set, by key. */
    public static Map<String, String> settings() {
        return Collections.unmodifiableMap(STRICT);
    }

    /** It is to be on, or off; what cannot be set is logged. */
    public synchronized void set(boolean on) {
        if (on) {
            STRICT.forEach(this::set);
        } else {
            STRICT.keySet().forEach(this::putBack);
        }
        if (on != isOn) {
            isOn = on;
            LOG.info("strict_arp on={}", on);
        }
    }

    private void set(String key, String value) {
        try {
            settings.set(key, value);
        } catch (SysctlException e) {
            LOG.warn("strict_arp_not_set {}", e.getMessage());
        }
    }

    private void putBack(String key) {
        try {
            settings.putBack(key);
        } catch (SysctlException e) {
            LOG.warn("strict_arp_not_put_back {}", e.getMessage());
        }
    }
}
