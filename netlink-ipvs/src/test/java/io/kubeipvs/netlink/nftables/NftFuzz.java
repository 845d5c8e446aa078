package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.Decoder;
import io.kubeipvs.netlink.Encoder;
import io.kubeipvs.netlink.Fuzz;
import io.kubeipvs.netlink.netfilter.NftFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everything that nf_tables answers. */
public final class NftFuzz {
    private static final NftTable.Key TABLE = new NftTable.Key(NftFamily.IP, "t");
    private static final Encoder<NftChange> ENCODER = new NftChangeEncoder();

    private NftFuzz() {}

    public static void fuzzerTestOneInput(byte[] datagram) {
        Fuzz.decode(datagram, TableCodec::decode, table -> table.ifPresent(NftFuzz::again));
        Fuzz.decode(datagram, message -> ChainCodec.decode(message, TABLE), chain -> chain.ifPresent(NftFuzz::again));
        Fuzz.decode(datagram, message -> SetCodec.decode(message, TABLE), set -> unlessRefused(() -> again(set)));
        Fuzz.decode(datagram, RuleCodec::decode, rule -> unlessRefused(() -> again(rule)));
        Fuzz.decode(datagram, NftEvents::decode, event -> {});
        Fuzz.decode(datagram, NftTraces::decode, event -> {});
        Fuzz.decode(datagram, GenerationCodec::decode, generation -> {});
        Fuzz.decode(datagram, ElementCodec::decode, elements -> {});
        for (int keyWidth : new int[] {1, 2, 4, 16}) {
            List<SplitIntervals.Half> halves = new ArrayList<>();
            Fuzz.decode(datagram, SplitIntervals.decoder(keyWidth), halves::addAll);
            SplitIntervals.join(halves);
        }
    }

    /** Some things can be read that this library refuses to write. */
    private static void unlessRefused(Runnable writing) {
        try {
            writing.run();
        } catch (IllegalArgumentException refused) {
            // there is nothing to compare
        }
    }

    private static void again(NftTable table) {
        again(new NftChange.PutTable(table, NftChange.Put.ADD), Optional.of(table), TableCodec::decode);
    }

    private static void again(NftChain chain) {
        again(
                new NftChange.PutChain(chain, NftChange.Put.ADD),
                Optional.of(chain),
                message -> ChainCodec.decode(message, TABLE));
    }

    private static void again(NftSet set) {
        again(new NftChange.PutSet(set, NftChange.Put.ADD), set, message -> SetCodec.decode(message, TABLE));
    }

    private static void again(NftRule rule) {
        Encoder<NftRule> encoder = (known, out) -> RuleCodec.write(
                known,
                NftHeader.begin(
                        out, NftMessage.NEWRULE, 0, known.chain().table().family(), RuleCodec.Attr.LAYOUT));
        Fuzz.requireSame(rule, encoder, rule, RuleCodec::decode);
    }

    private static <R> void again(NftChange change, R expected, Decoder<R> decoder) {
        Fuzz.requireSame(change, ENCODER, expected, decoder);
    }
}
