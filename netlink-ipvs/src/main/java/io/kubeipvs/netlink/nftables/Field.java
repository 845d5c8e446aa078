package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.nftables.expr.Expression;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import io.kubeipvs.netlink.nftables.expr.PayloadLoad;
import io.kubeipvs.netlink.nftables.expr.Register;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.function.IntFunction;

/**
 * A part of a packet that a rule compares: it is loaded into a register and compared there. {@link Fields} has those
 * of {@code nft}.
 *
 * @param network {@link NftFamily#IP} or {@link NftFamily#IP6} where only its packets have it; {@link NftFamily#INET}
 *     for both
 * @param transport the IP protocol whose packets alone have it; 0 = any
 * @param length bytes
 * @param order the byte order of its numbers: the network's in packets, the host's in what the kernel itself keeps
 * @param load makes the expression that loads it into a register
 */
public record Field(NftFamily network, int transport, int length, ByteOrder order, IntFunction<Expression> load) {
    public Field {
        Objects.requireNonNull(network);
        Objects.requireNonNull(order);
        Objects.requireNonNull(load);
    }

    /** A field that every packet has. */
    static Field anywhere(int length, ByteOrder order, IntFunction<Expression> load) {
        return new Field(NftFamily.INET, 0, length, order, load);
    }

    /** A number as this field holds it. */
    public NftValue number(int number) {
        boolean fits = length == Integer.BYTES || length < Integer.BYTES && number >>> (8 * length) == 0;
        if (!fits) {
            throw new IllegalArgumentException(number + " is no value of a field of " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            int at = order == ByteOrder.BIG_ENDIAN ? length - 1 - i : i;
            bytes[at] = (byte) (number >>> (8 * i));
        }
        return NftValue.of(bytes);
    }

    /** A number that registers compare by size, which they do as if it were in network order. */
    NftValue ordered(int number) {
        if (order != ByteOrder.BIG_ENDIAN && length > 1) {
            throw new IllegalArgumentException("a field in the host's byte order has no ranges");
        }
        return number(number);
    }

    /** The value itself, where it is as long as this field. */
    NftValue fitting(NftValue value) {
        if (value.length() != length) {
            throw new IllegalArgumentException(value + " has not the " + length + " bytes of the field");
        }
        return value;
    }

    /** Its first bytes alone. */
    Field first(int bytes) {
        return new Field(network, transport, bytes, order, register -> {
            PayloadLoad whole = (PayloadLoad) load.apply(register);
            return new PayloadLoad(whole.base(), whole.offset(), bytes, register);
        });
    }

    boolean isPayload() {
        return load.apply(Register.REG_1) instanceof PayloadLoad;
    }
}
