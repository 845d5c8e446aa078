package io.kubeipvs.netlink;

/** How many attributes were received that are newer than their names' list here. */
final class UnknownAttributes {
    private long count;

    void add() {
        count++;
    }

    long count() {
        return count;
    }
}
