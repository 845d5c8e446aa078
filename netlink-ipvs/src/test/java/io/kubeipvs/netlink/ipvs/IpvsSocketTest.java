package io.kubeipvs.netlink.ipvs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.BatchResult;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.RefusedException;
import io.kubeipvs.netlink.ScriptedTransport;
import io.kubeipvs.netlink.ScriptedTransport.Replies;
import io.kubeipvs.netlink.ScriptedTransport.Sent;
import io.kubeipvs.netlink.Wire;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests are repeated with the new id if the module returns with another id. */
class IpvsSocketTest {
    private static final int CONTROLLER = 16;
    private static final int ENOENT = 2;
    private static final IpvsService.Key KEY =
            new IpvsService.AddressKey(Address.parse("10.96.0.10"), 53, IpProtocol.TCP);
    private static final IpvsChange ADD = new IpvsChange.NewService(new IpvsService(KEY, "rr"));
    private static final IpvsChange DELETE = new IpvsChange.DeleteService(KEY);

    /** The id the kernel has IPVS under; requests to any other are not found. */
    private int id = 34;

    private final ScriptedTransport kernel =
            new ScriptedTransport((requests, replies) -> requests.forEach(request -> answer(request, replies)));

    @Test
    void aReadIsAskedAgainWithTheNewId() throws Exception {
        IpvsClient client = IpvsClient.over(kernel);
        id = 35;

        assertThat(client.services()).isEmpty();
        assertThat(types()).containsExactly(CONTROLLER, 34, CONTROLLER, 35);
    }

    @Test
    void repeatsOnlyChangesWhoseFamilyWasNotFound() throws Exception {
        IpvsClient client = IpvsClient.over(kernel);
        id = 35;

        assertThat(client.apply(List.of(ADD, DELETE)))
                .containsExactly(new BatchResult.Accepted(), new BatchResult.Accepted());
        assertThat(types()).containsExactly(CONTROLLER, 34, 34, CONTROLLER, 35, 35);
        assertThat(client.services()).isEmpty();
        assertThat(types()).endsWith(35, 35, 35);
    }

    @Test
    void notFoundUnderTheSameIdIsTheAnswer() throws Exception {
        IpvsClient client = IpvsClient.over(kernel);
        IpvsChange strange = new IpvsChange.NewService(new IpvsService(KEY, "no-such-one"));

        List<BatchResult> results = client.apply(List.of(ADD, strange, DELETE));

        assertThat(results.get(0)).isEqualTo(new BatchResult.Accepted());
        assertThat(results.get(1))
                .isInstanceOfSatisfying(
                        BatchResult.Refused.class,
                        refused -> assertThat(refused.refusal().errno()).isEqualTo(Errno.ENOENT));
        assertThat(results.get(2)).isEqualTo(new BatchResult.Accepted());
        assertThat(types()).containsExactly(CONTROLLER, 34, 34, 34, CONTROLLER);
    }

    @Test
    void anotherIdIsTriedOnce() throws Exception {
        IpvsClient client = IpvsClient.over(new ScriptedTransport((requests, replies) -> {
            for (Sent request : requests) {
                if (request.type() == CONTROLLER) {
                    id++;
                    answer(request, replies);
                } else {
                    replies.datagram(Wire.ack(request.sequence(), ENOENT));
                }
            }
        }));

        assertThatThrownBy(client::services)
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("list virtual servers refused: ENOENT");
    }

    private void answer(Sent request, Replies replies) {
        if (request.type() == CONTROLLER) {
            ByteBuffer family = ByteBuffer.allocate(12).order(ByteOrder.nativeOrder());
            family.putInt(0).putShort((short) 6).putShort((short) 1).putShort((short) id);
            replies.datagram(Wire.message(CONTROLLER, 0, request.sequence(), family.array()));
            replies.datagram(Wire.ack(request.sequence(), 0));
        } else if (request.type() != id || new String(request.bytes()).contains("no-such-one")) {
            replies.datagram(Wire.ack(request.sequence(), ENOENT));
        } else if (request.bytes()[16] == IpvsCommand.GET_SERVICE) {
            replies.datagram(Wire.done(0, request.sequence(), 0));
        } else if (request.wantsAck()) {
            replies.datagram(Wire.ack(request.sequence(), 0));
        }
    }

    private List<Integer> types() {
        return kernel.sends().stream().flatMap(List::stream).map(Sent::type).toList();
    }
}
