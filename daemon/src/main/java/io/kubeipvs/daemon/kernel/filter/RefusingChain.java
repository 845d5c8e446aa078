package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.netlink.nftables.Hook;
import io.kubeipvs.netlink.nftables.NftChain;

/**
 * A chain of another program that drops or rejects packets which none of its conditional rules accepts.
 *
 * @param key its table and name
 * @param hook where it is
 * @param how by its policy or by a rule
 * @param isTranslated whether nf_tables chooses endpoints, which it does before both hooks
 * @param fix the commands that accept packets of Services there, in one line
 */
public record RefusingChain(NftChain.Key key, Hook hook, String how, boolean isTranslated, String fix) {
    /** The packets that it hinders, for a person. */
    public String packets() {
        if (hook == Hook.INPUT) {
            return isTranslated ? "packets for endpoints at the node's address" : "packets for VIPs and node ports";
        }
        return isTranslated ? "packets to and from endpoints" : "replies of endpoints";
    }

    /** The chain in words, for instance {@code chain ip filter FORWARD (hook forward): its policy drops}. */
    @Override
    public String toString() {
        return "chain " + key + " (hook " + hook + "): " + how + " " + packets() + ", unless a rule accepts them";
    }
}
