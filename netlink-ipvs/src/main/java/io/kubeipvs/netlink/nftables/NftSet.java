package io.kubeipvs.netlink.nftables;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A set, or a map if it has data: what rules look packets up in. The definition only; elements are read and changed
 * apart.
 *
 * @param keyTypes of a key; several are a concatenation
 * @param dataTypes of what a map yields; empty = a set
 * @param flags of {@link SetFlag}; 0 = none
 * @param timeout after which elements go that have none of their own; zero = never
 * @param gcInterval between two sweeps for such elements; zero = the kernel's choice
 * @param size how many elements it may have; 0 = no limit
 * @param comment a remark that {@code nft} prints; empty = none
 */
public record NftSet(
        Key key,
        List<DataType> keyTypes,
        List<DataType> dataTypes,
        int flags,
        Duration timeout,
        Duration gcInterval,
        int size,
        String comment) {
    /** The attributes that identify a set. */
    public record Key(NftTable.Key table, String name) {
        public Key {
            Objects.requireNonNull(table);
            Names.require("set", name);
        }

        /** As {@code nft} spells it. */
        @Override
        public String toString() {
            return table + " " + name;
        }
    }

    public NftSet {
        Objects.requireNonNull(key);
        keyTypes = List.copyOf(keyTypes);
        dataTypes = List.copyOf(dataTypes);
        Comments.require(comment);
        if (keyTypes.isEmpty() || keyTypes.contains(DataType.VERDICT)) {
            throw new IllegalArgumentException(key + ": a key of " + keyTypes + " is impossible");
        }
        if (timeout.isNegative() || gcInterval.isNegative() || size < 0) {
            throw new IllegalArgumentException(key + ": timeout, gcInterval and size must not be negative");
        }
    }

    /** A set with keys of these types. */
    public static NftSet of(NftTable.Key table, String name, DataType... keyTypes) {
        return new NftSet(new Key(table, name), List.of(keyTypes), List.of(), 0, Duration.ZERO, Duration.ZERO, 0, "");
    }

    /** A map to values of these types, or to {@link DataType#VERDICT}. */
    public NftSet mapTo(DataType... types) {
        return new NftSet(key, keyTypes, List.of(types), flags, timeout, gcInterval, size, comment);
    }

    /** The same set in another table. */
    public NftSet in(NftTable.Key table) {
        return new NftSet(new Key(table, key.name()), keyTypes, dataTypes, flags, timeout, gcInterval, size, comment);
    }

    /** The same with more {@link SetFlag}s. */
    public NftSet withFlags(int more) {
        return new NftSet(key, keyTypes, dataTypes, flags | more, timeout, gcInterval, size, comment);
    }

    /** The same, and elements go after a time unless they have one of their own. */
    public NftSet withTimeout(Duration duration) {
        int timed = flags | SetFlag.TIMEOUT;
        return new NftSet(key, keyTypes, dataTypes, timed, duration, gcInterval, size, comment);
    }

    /** The same with a limit to the number of elements. */
    public NftSet withSize(int elements) {
        return new NftSet(key, keyTypes, dataTypes, flags, timeout, gcInterval, elements, comment);
    }

    /** The same with a remark. */
    public NftSet withComment(String remark) {
        return new NftSet(key, keyTypes, dataTypes, flags, timeout, gcInterval, size, remark);
    }

    /** It yields something. */
    public boolean isMap() {
        return !dataTypes.isEmpty();
    }

    /** Its elements may be prefixes and ranges. */
    public boolean hasIntervals() {
        return (flags & SetFlag.INTERVAL) != 0;
    }

    /** Its keys have several fields. */
    public boolean isConcatenation() {
        return keyTypes.size() > 1;
    }

    /** Bytes of a key. */
    int keyWidth() {
        return DataType.widthOf(keyTypes);
    }

    /** Intervals lie as starts and ends among the elements, which are sorted; a concatenation's have both in one. */
    boolean hasSplitIntervals() {
        return hasIntervals() && !isConcatenation();
    }

    /** Every element of a concatenation's intervals has a last key, be it the first one again: {@code nft} needs it. */
    boolean hasWholeIntervals() {
        return hasIntervals() && isConcatenation();
    }

    /** As {@code nft} declares it, in short. */
    @Override
    public String toString() {
        String types = keyTypes.stream().map(DataType::toString).collect(Collectors.joining(" . "));
        String data = dataTypes.stream().map(DataType::toString).collect(Collectors.joining(" . "));
        return (isMap() ? "map " : "set ") + key + " { type " + types + (isMap() ? " : " + data : "") + " }";
    }
}
