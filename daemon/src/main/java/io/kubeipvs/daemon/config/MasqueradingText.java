package io.kubeipvs.daemon.config;

import io.kubeipvs.core.model.Masquerading;
import io.kubeipvs.core.model.Masquerading.LocalPods;
import java.util.Map;

/**
 * Reads whose addresses pods get to see; what is wrong is said with the name that the user knows it by.
 *
 * @param modeKey the name of the mode's key or flag
 * @param bridgeKey that of the bridge
 * @param prefixKey that of the links' prefix
 */
public record MasqueradingText(String modeKey, String bridgeKey, String prefixKey) {
    private static final Map<String, LocalPods> MODES = Map.of(
            "ClusterCIDR", LocalPods.CLUSTER_CIDR,
            "NodeCIDR", LocalPods.NODE_CIDR,
            "BridgeInterface", LocalPods.BRIDGE_INTERFACE,
            "InterfaceNamePrefix", LocalPods.INTERFACE_NAME_PREFIX);
    private static final String ALLOWED = "ClusterCIDR, NodeCIDR, BridgeInterface or InterfaceNamePrefix";

    /**
     * What these texts say.
     *
     * @param mode "" = the default
     * @param bridge of account with one mode only
     * @param prefix likewise
     */
    public Masquerading read(boolean all, String mode, String bridge, String prefix) throws ConfigException {
        LocalPods localPods = mode.isEmpty() ? Masquerading.DEFAULT.localPods() : MODES.get(mode);
        if (localPods == null) {
            throw new ConfigException(modeKey, mode, ALLOWED);
        }
        return switch (localPods) {
            case BRIDGE_INTERFACE -> new Masquerading(all, localPods, link(bridgeKey, bridge, LinkNames.LONGEST));
            case INTERFACE_NAME_PREFIX ->
                new Masquerading(all, localPods, link(prefixKey, prefix, LinkNames.LONGEST - 1));
            case CLUSTER_CIDR, NODE_CIDR -> new Masquerading(all, localPods, "");
        };
    }

    /** The mode's name in a file. */
    static String modeOf(LocalPods localPods) {
        return MODES.entrySet().stream()
                .filter(mode -> mode.getValue() == localPods)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private static String link(String key, String name, int longest) throws ConfigException {
        ValueRule.link(longest).check(key, name);
        return name;
    }
}
