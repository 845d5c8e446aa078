package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.Errno;

/** The meaning of a refusal without words where the kernel is too old. */
final class Hints {
    private Hints() {}

    /** "" for none. */
    static String of(NftChange change, Errno errno) {
        if (change instanceof NftChange.PutTable put && errno.equals(Errno.EOPNOTSUPP)) {
            return (put.table().flags() & TableFlag.PERSIST) != 0
                    ? " (the table flag PERSIST needs Linux 6.9, and a new table)"
                    : " (the table flag OWNER needs Linux 5.12, and a new table)";
        }
        return errno.equals(Errno.EINVAL) && isDestroy(change) ? " (DESTROY needs Linux 6.3)" : "";
    }

    private static boolean isDestroy(NftChange change) {
        return change instanceof NftChange.RemoveTable table && table.how() == NftChange.Remove.DESTROY
                || change instanceof NftChange.RemoveChain chain && chain.how() == NftChange.Remove.DESTROY
                || change instanceof NftChange.RemoveSet set && set.how() == NftChange.Remove.DESTROY
                || change instanceof NftChange.RemoveElements some && some.how() == NftChange.Remove.DESTROY
                || change instanceof NftChange.RemoveRule rule && rule.how() == NftChange.Remove.DESTROY;
    }
}
