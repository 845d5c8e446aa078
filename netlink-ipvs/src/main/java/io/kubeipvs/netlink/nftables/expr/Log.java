package io.kubeipvs.netlink.nftables.expr;

/**
 * Writes a line to the kernel's log, or the packet to a netlink group. Source: {@code net/netfilter/nft_log.c}.
 *
 * @param prefix empty = none
 * @param level a syslog level, 4 ({@code warning}) where none is said; not with a group
 * @param flags {@code NF_LOG_*}; not with a group
 * @param group the netlink group; -1 = none
 */
public record Log(String prefix, int level, int flags, int group) implements Expression {

    /** {@code NFT_LOGLEVEL_WARNING}, the kernel's default. */
    public static final int WARNING = 4;

    /** No netlink group. */
    public static final int NO_GROUP = -1;

    @Override
    public String name() {
        return ExpressionName.LOG;
    }

    @Override
    public <R> R on(Cases<R> cases) {
        return cases.log(this);
    }
}
