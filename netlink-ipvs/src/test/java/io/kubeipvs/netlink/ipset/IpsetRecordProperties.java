package io.kubeipvs.netlink.ipset;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.Golden;
import io.kubeipvs.netlink.Request;
import io.kubeipvs.netlink.netfilter.NetfilterHeader;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;

class IpsetRecordProperties {
    private static final long MAX = 0xFFFF_FFFFL;

    @Property
    void aSetSurvivesTheWire(
            @ForAll @AlphaChars @StringLength(min = 1, max = 31) String name,
            @ForAll Optional<Family> family,
            @ForAll @LongRange(max = MAX) long references,
            @ForAll @LongRange(max = MAX) long elements)
            throws Exception {
        Ipset set = new Ipset(name, "hash:ip", family, references, elements);
        Request asTheKernelDoes = new Request(IpsetCommand.LIST, 0, IpsetCodec.Attr.LAYOUT, out -> write(set, out));

        assertThat(Golden.decode(Golden.encode(asTheKernelDoes, new byte[16]), IpsetCodec::decode))
                .containsExactly(set);
    }

    private static void write(Ipset set, AttributeWriter out) {
        NetfilterHeader.write(out, 0, 0);
        out.cstring(IpsetCodec.Attr.SETNAME, set.name());
        out.cstring(IpsetCodec.Attr.TYPENAME, set.type());
        out.u8(IpsetCodec.Attr.FAMILY, set.family().map(Family::number).orElse(0));
        out.nest(IpsetCodec.Attr.DATA, data -> {
            data.be32(IpsetCodec.DataAttr.REFERENCES, (int) set.references());
            data.be32(IpsetCodec.DataAttr.ELEMENTS, (int) set.elements());
        });
    }
}
