package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.netlink.nftables.NftablesClient;

/** The generation of the rule set at one time, and what it must be now if only this client changed the rule set since. */
public final class CheckedGeneration {
    private final NftablesClient client;
    private boolean isKnown;
    private int generation;
    private long transactions;

    public CheckedGeneration(NftablesClient client) {
        this.client = client;
    }

    /** Begins to count from a generation that was read just now. */
    public void set(int now) {
        isKnown = true;
        generation = now;
        transactions = client.transactions();
    }

    /** Whether no other program changed the rule set since. */
    public boolean isStill(int now) {
        return isKnown && now == expected();
    }

    /** The generation now, unless another program changed the rule set. */
    int expected() {
        return generation + (int) (client.transactions() - transactions);
    }
}
