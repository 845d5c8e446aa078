package io.kubeipvs.daemon.kernel.settings;

import io.kubeipvs.daemon.config.NodeTuning;

/**
 * A kernel setting that the program owns.
 *
 * @param key as {@code sysctl(8)} spells it, or {@link IpvsTimeoutsPlace#KEY}
 * @param effect what does not work where the setting is not as wanted
 * @param rule what it should be
 */
public record Setting(String key, Importance importance, String effect, Rule rule) {
    /** The loss where a setting is not as wanted. */
    public enum Importance {
        /** A part of the traffic: the program does not start without it. */
        ESSENTIAL,
        /** Traffic in some cases. */
        USEFUL,
        /** A choice of the operator. */
        TUNING
    }

    /** The command that loads the module which a key belongs to. */
    public static String module(String key) {
        if (key.startsWith("net.ipv4.vs.")) {
            return "modprobe ip_vs";
        }
        return key.startsWith("net.netfilter.nf_conntrack")
                ? "modprobe nf_conntrack"
                : "boot a kernel that has this key";
    }

    /** The wanted value of a setting. */
    interface Rule {
        Wish of(NodeTuning tuning, Host host) throws SettingException;
    }
}
