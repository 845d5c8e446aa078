package io.kubeipvs.netlink.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.MessageFlags;
import io.kubeipvs.netlink.ScriptedTransport;
import io.kubeipvs.netlink.Wire;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouteClientTest {
    private static final int LINK_INDEX = 16 + 4;

    /** Answers a dump as the kernel does: all addresses, or those of the link in the request's header. */
    private final ScriptedTransport kernel = new ScriptedTransport((sent, replies) -> {
        int sequence = sent.get(0).sequence();
        int wanted = linkIndex(sent.get(0).bytes());
        for (int link = 1; link <= 2; link++) {
            if (wanted == 0 || wanted == link) {
                replies.datagram(Wire.message(RouteMessage.NEWADDR, 0x2, sequence, address(link)));
            }
        }
        replies.datagram(Wire.done(0, sequence, 0));
    });

    private final RouteClient client = RouteClient.over(kernel);

    @Test
    void listsTheAddressesOfAllLinksInOneDump() throws Exception {
        assertThat(client.addresses())
                .containsExactly(
                        new LinkAddress(1, Address.parse("10.0.0.1"), 32, 0, 0),
                        new LinkAddress(2, Address.parse("10.0.0.2"), 32, 0, 0));
        assertThat(kernel.sends())
                .singleElement()
                .satisfies(requests -> assertThat(requests).singleElement().satisfies(request -> {
                    assertThat(request.type()).isEqualTo(RouteMessage.GETADDR);
                    assertThat(request.flags() & MessageFlags.DUMP).isEqualTo(MessageFlags.DUMP);
                }));
    }

    @Test
    void listsTheAddressesOfOneLink() throws Exception {
        assertThat(client.addresses(2)).isEqualTo(List.of(new LinkAddress(2, Address.parse("10.0.0.2"), 32, 0, 0)));
    }

    private static int linkIndex(byte[] request) {
        return ByteBuffer.wrap(request).order(ByteOrder.nativeOrder()).getInt(LINK_INDEX);
    }

    /** 10.0.0.LINK/32 on a link: header, and IFA_LOCAL. */
    private static byte[] address(int link) {
        ByteBuffer out = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
        out.put(new byte[] {2, 32, 0, 0}).putInt(link);
        out.putShort((short) 8).putShort((short) AddressCodec.Attr.LOCAL);
        return out.put(new byte[] {10, 0, 0, (byte) link}).array();
    }
}
