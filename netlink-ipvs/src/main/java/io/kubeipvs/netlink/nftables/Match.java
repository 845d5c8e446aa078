package io.kubeipvs.netlink.nftables;

import static io.kubeipvs.netlink.nftables.expr.Register.REG_1;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.nftables.expr.Bitwise;
import io.kubeipvs.netlink.nftables.expr.Cmp;
import io.kubeipvs.netlink.nftables.expr.Expression;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import io.kubeipvs.netlink.nftables.expr.Range;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A comparison of one field, in the expressions that {@code nft} writes for it.
 *
 * @param field the field that is loaded into the first register
 * @param tests the expressions that compare this register
 */
record Match(Field field, List<Expression> tests) {
    /** {@code field op value}. */
    static Match of(Field field, int op, NftValue value) {
        return new Match(field, List.of(new Cmp(REG_1, op, value)));
    }

    /** {@code field & mask op value}. */
    static Match masked(Field field, int mask, int op, int value) {
        return new Match(
                field,
                List.of(
                        new Bitwise(REG_1, REG_1, field.number(mask), field.number(0)),
                        new Cmp(REG_1, op, field.number(value))));
    }

    /** {@code field first-last}. */
    static Match between(Field field, int first, int last) {
        return new Match(
                field,
                List.of(
                        new Cmp(REG_1, Cmp.Op.GTE, field.ordered(first)),
                        new Cmp(REG_1, Cmp.Op.LTE, field.ordered(last))));
    }

    /** {@code field != first-last}. */
    static Match notBetween(Field field, int first, int last) {
        return new Match(field, List.of(new Range(REG_1, true, field.ordered(first), field.ordered(last))));
    }

    /** {@code field op "name"}; a name that ends in {@code *} stands for all names with this beginning. */
    static Match interfaces(Field field, int op, String name) {
        return of(
                field,
                op,
                name.endsWith("*")
                        ? NftValue.of(name.substring(0, name.length() - 1).getBytes(StandardCharsets.UTF_8))
                        : NftValue.interfaceName(name));
    }

    /** {@code field op address/prefix}. */
    static Match network(Field field, int op, Address address, int prefix) {
        byte[] bytes = address.bytes();
        int bits = 8 * bytes.length;
        if (prefix < 1 || prefix > bits) {
            throw new IllegalArgumentException("prefix " + prefix + ": allowed are 1 to " + bits);
        }
        NftValue whole = NftValue.of(bytes);
        if (prefix == bits) {
            return of(field, op, field.fitting(whole));
        }
        if (prefix % 8 == 0 && field.isPayload()) {
            int length = prefix / 8;
            return of(field.first(length), op, NftValue.of(Arrays.copyOf(bytes, length)));
        }
        NftValue mask = NftValue.prefixMask(bytes.length, prefix);
        return new Match(
                field,
                List.of(
                        new Bitwise(REG_1, REG_1, mask, NftValue.of(new byte[bytes.length])),
                        new Cmp(REG_1, op, field.fitting(whole).and(mask))));
    }
}
