package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.netlink.nftables.NftablesClient;
import java.util.Optional;

/**
 * The generation of the rule set at one time, and what it must be now if only this client changed the rule set since. One
 * thread sets it; it is safe to ask from any thread.
 */
public final class CheckedGeneration {
    private final NftablesClient client;
    private volatile Optional<Base> base = Optional.empty();

    /** A generation, and how many transactions this client had made then. */
    public record Base(int generation, long transactions) {}

    public CheckedGeneration(NftablesClient client) {
        this.client = client;
    }

    /** Begins to count from a generation that was read just now. */
    public void set(int now) {
        set(at(now));
    }

    /** A generation that was read just now, for a later {@link #set(Base)}. */
    public Base at(int now) {
        return new Base(now, client.transactions());
    }

    /** Begins to count from an earlier generation: a change by another program since then shows. */
    public void set(Base from) {
        base = Optional.of(from);
    }

    /** Whether no other program changed the rule set since. */
    public boolean isStill(int now) {
        return base.isPresent() && now == expected();
    }

    /** The generation now, unless another program changed the rule set. */
    int expected() {
        Base from = base.orElse(new Base(0, 0));
        return from.generation() + (int) (client.transactions() - from.transactions());
    }
}
