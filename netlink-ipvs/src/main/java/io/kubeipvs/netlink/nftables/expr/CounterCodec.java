package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;

/** Counters on the wire. Source: {@code net/netfilter/nft_counter.c, nft_counter_do_init}. */
final class CounterCodec {

    private CounterCodec() {}

    static void write(Counter counter, AttributeWriter out) {
        if (counter.bytes() != 0) {
            out.be64(CounterAttr.BYTES, counter.bytes());
        }
        if (counter.packets() != 0) {
            out.be64(CounterAttr.PACKETS, counter.packets());
        }
    }

    static Expression read(AttributeReader in) throws MalformedMessageException {
        Found found = new Found(in);
        while (in.next()) {
            switch (in.type()) {
                case CounterAttr.BYTES, CounterAttr.PACKETS -> found.put(in.be64());
                default -> {}
            }
        }
        return new Counter(found.orZero(CounterAttr.BYTES), found.orZero(CounterAttr.PACKETS));
    }
}
