package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.Prefix;
import io.kubeipvs.netlink.nftables.expr.NftData;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * An element of a set or map: a key or a range of keys, and what a map yields for it.
 *
 * @param from the key, as its set's types lay it out; of a concatenation see {@link NftValue#concat}
 * @param to the last key of a range, itself in it; in a concatenation, of every field. The key itself if it is no range
 * @param data what a map yields
 * @param timeout after which the element goes; zero = its set's
 * @param expiration how long it still has, when listed, and shall have, when added; zero = its whole timeout
 * @param comment a remark that {@code nft} prints; empty = none
 */
public record NftElement(
        NftValue from, NftValue to, Optional<NftData> data, Duration timeout, Duration expiration, String comment) {
    public NftElement {
        Objects.requireNonNull(data);
        if (from.length() != to.length() || from.compareTo(to) > 0) {
            throw new IllegalArgumentException("a range from " + from + " to " + to + " is impossible");
        }
        if (timeout.isNegative() || expiration.isNegative()) {
            throw new IllegalArgumentException("element " + from + ": times must not be negative");
        }
        if (!comment.isEmpty()) {
            Comments.require(comment);
        }
    }

    /** An element of one key. */
    public static NftElement of(NftValue key) {
        return range(key, key);
    }

    /** An element of one key with several fields. */
    public static NftElement of(NftValue... fields) {
        return of(NftValue.concat(fields));
    }

    /** An element of one address. */
    public static NftElement of(Address address) {
        return of(NftValue.address(address));
    }

    /** All addresses of a prefix. */
    public static NftElement of(Prefix prefix) {
        return range(NftValue.address(prefix.first()), NftValue.address(prefix.last()));
    }

    /** The interface of that name, or with {@code *} at the end all whose names begin so; for a set of intervals. */
    public static NftElement ofInterfaces(String name) {
        if (!name.endsWith("*")) {
            return of(NftValue.interfaceName(name));
        }
        NftValue first = NftValue.interfaceName(name.substring(0, name.length() - 1));
        byte[] last = first.bytes();
        Arrays.fill(last, name.getBytes(StandardCharsets.UTF_8).length - 1, last.length, (byte) -1);
        return range(first, NftValue.of(last));
    }

    /** All keys from one to another, both included. */
    public static NftElement range(NftValue from, NftValue to) {
        return new NftElement(from, to, Optional.empty(), Duration.ZERO, Duration.ZERO, "");
    }

    /** The same key, for which a map yields something. */
    public NftElement mapTo(NftData yields) {
        return new NftElement(from, to, Optional.of(yields), timeout, expiration, comment);
    }

    /** The same, which goes after a time. */
    public NftElement withTimeout(Duration duration) {
        return new NftElement(from, to, data, duration, expiration, comment);
    }

    /** The same with a remark. */
    public NftElement withComment(String remark) {
        return new NftElement(from, to, data, timeout, expiration, remark);
    }

    /** The same key alone, which is what deletes it. */
    public NftElement key() {
        return range(from, to);
    }

    /** The same key, and what a map yields for it, without times and remark. */
    public NftElement plain() {
        boolean isPlain = timeout.isZero() && expiration.isZero() && comment.isEmpty();
        return isPlain ? this : new NftElement(from, to, data, Duration.ZERO, Duration.ZERO, "");
    }

    /** It has more than one key. */
    public boolean isRange() {
        return !from.equals(to);
    }

    /** Of the keys alone, which no two elements of a set share. */
    @Override
    public int hashCode() {
        return from.equals(to) ? from.hashCode() : from.hashCode() + 31 * to.hashCode();
    }

    /** Its keys, and what a map yields for them. */
    @Override
    public String toString() {
        return from
                + (isRange() ? "-" + to : "")
                + data.map(yields -> " : " + yields).orElse("");
    }
}
