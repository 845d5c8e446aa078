package io.kubeipvs.netlink.ipset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.Golden;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.MessageFlags;
import io.kubeipvs.netlink.Request;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpsetGoldenTest {
    /** Offset of the flags that select what is listed. */
    private static final int DUMP_FLAGS = 7;

    /** The upper byte of the type of {@code IPSET_ATTR_FLAGS}. */
    private static final int TYPE_OF_FLAGS = 31;

    private static final byte NET_BYTE_ORDER = 0x40;

    /** Where the protocol is: behind the message's header, netfilter's and the attribute's. */
    private static final int PROTOCOL = 24;

    @ParameterizedTest
    @ValueSource(strings = {"list", "list-protocol-7"})
    void lists(String golden) throws Exception {
        assertThat(Golden.decode(Golden.bytes("ipset/" + golden), IpsetCodec::decode))
                .containsExactly(
                        new Ipset("KUBE-LOOP-BACK", "hash:ip,port,ip", Optional.of(Family.V4), 0, 1),
                        new Ipset("KUBE-CLUSTER-IP", "hash:ip,port", Optional.of(Family.V4), 1, 10),
                        new Ipset("KUBE-NODE-PORT-TCP", "bitmap:port", Optional.empty(), 0, 3),
                        new Ipset("KUBE-6-CLUSTER-IP", "hash:ip,port", Optional.of(Family.V6), 0, 1),
                        new Ipset("foreign", "list:set", Optional.empty(), 0, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "list-protocol-7", "ipset-list", "ipset-flush", "ipset-destroy"})
    void listsSurviveDamage(String golden) {
        Golden.assertSurvivesDamage("ipset/" + golden, IpsetCodec::decode);
    }

    @Test
    void changesAsIpsetDoes() {
        assertThat(asProtocol7("ipset-flush", IpsetCodec.flush("KUBE-6-CLUSTER-IP")))
                .isEqualTo(Golden.bytes("ipset/ipset-flush"));
        assertThat(asProtocol7("ipset-destroy", IpsetCodec.destroy("KUBE-6-CLUSTER-IP")))
                .isEqualTo(Golden.bytes("ipset/ipset-destroy"));
    }

    /**
     * All but {@code NLM_F_DUMP}, which the socket sets, and {@code NLA_F_NET_BYTEORDER}, at which the kernel does not
     * look.
     */
    @Test
    void listsAsIpsetDoes() {
        byte[] ours = asProtocol7("ipset-list", IpsetCodec.list());

        ours[TYPE_OF_FLAGS] |= NET_BYTE_ORDER;
        ours[DUMP_FLAGS] = MessageFlags.DUMP >>> 8;

        assertThat(ours).isEqualTo(Golden.bytes("ipset/ipset-list"));
    }

    @Test
    void anIncompleteSetIsMalformed() {
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> decode("ipset-list"))
                .withMessageStartingWith("IPSET_ATTR_SETNAME is missing");
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> decode("ipset-flush"))
                .withMessageStartingWith("IPSET_ATTR_TYPENAME is missing");
    }

    private static List<Ipset> decode(String golden) throws MalformedMessageException {
        return Golden.decode(Golden.bytes("ipset/" + golden), IpsetCodec::decode);
    }

    /** ipset speaks 7 where the kernel does; older kernels take 6 alone. */
    private static byte[] asProtocol7(String like, Request request) {
        byte[] ours = Golden.encode(request, Golden.bytes("ipset/" + like));
        assertThat(ours[PROTOCOL]).isEqualTo((byte) 6);
        ours[PROTOCOL] = 7;
        return ours;
    }
}
