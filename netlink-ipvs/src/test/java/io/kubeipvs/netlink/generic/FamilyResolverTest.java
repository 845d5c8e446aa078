package io.kubeipvs.netlink.generic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kubeipvs.netlink.Golden;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.NetlinkSocket;
import io.kubeipvs.netlink.ScriptedTransport;
import io.kubeipvs.netlink.Wire;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class FamilyResolverTest {
    @Test
    void readsTheIdFromTheControllersAnswer() throws Exception {
        assertThat(Golden.decode(Golden.bytes("generic/get-family"), FamilyResolver::decode))
                .containsExactly(34);
    }

    @Test
    void survivesDamage() {
        Golden.assertSurvivesDamage("generic/get-family", FamilyResolver::decode);
    }

    @Test
    void refusesAReservedId() {
        byte[] answer = HexFormat.of().parseHex("01020000" + "0600010002000000");

        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> FamilyResolver.resolve(socket(answer), "IPVS"))
                .withMessageContaining("CTRL_ATTR_FAMILY_ID: family id 2 is reserved");
    }

    @Test
    void anUnknownFamilyHasAnExceptionOfItsOwn() {
        NetlinkSocket socket = new NetlinkSocket(new ScriptedTransport(
                (sent, replies) -> replies.datagram(Wire.ack(sent.get(0).sequence(), 2))));

        assertThatExceptionOfType(FamilyNotFoundException.class)
                .isThrownBy(() -> FamilyResolver.resolve(socket, "IPVS"))
                .withMessage("the kernel has no generic netlink family \"IPVS\"")
                .satisfies(missing -> assertThat(missing.family()).isEqualTo("IPVS"));
    }

    private static NetlinkSocket socket(byte[] payload) {
        return new NetlinkSocket(new ScriptedTransport((sent, replies) -> {
            int sequence = sent.get(0).sequence();
            replies.datagram(Wire.message(16, 0, sequence, payload), Wire.ack(sequence, 0));
        }));
    }
}
