package io.kubeipvs.netlink.conntrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.RefusedException;
import io.kubeipvs.netlink.ScriptedTransport;
import io.kubeipvs.netlink.ScriptedTransport.Sent;
import io.kubeipvs.netlink.Wire;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConntrackClientTest {
    private static final FlowFilter MARKED = FlowFilter.ALL.mark(MaskedBits.exactly(5));
    private static final int PLAIN_SIZE = 20;

    @Test
    void aKernelWithoutMarksListsEverything() throws Exception {
        ScriptedTransport kernel = new ScriptedTransport((requests, replies) -> {
            Sent request = requests.get(0);
            boolean plain = request.bytes().length == PLAIN_SIZE;
            replies.datagram(
                    plain
                            ? Wire.done(0, request.sequence(), 0)
                            : Wire.ack(request.sequence(), Errno.EOPNOTSUPP.code()));
        });

        assertThat(ConntrackClient.over(kernel).flows(MARKED)).isEmpty();

        assertThat(kernel.sends()).hasSize(2);
    }

    @Test
    void otherRefusalsAreRefusals() {
        ScriptedTransport kernel = new ScriptedTransport(
                (requests, replies) -> replies.datagram(Wire.ack(requests.get(0).sequence(), Errno.EPERM.code())));

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> ConntrackClient.over(kernel).flows(MARKED))
                .withMessageStartingWith("list flows refused: EPERM");
        assertThat(kernel.sends()).hasSize(1);
    }

    @Test
    void anEmptyDeletionSendsNothing() {
        ScriptedTransport kernel = new ScriptedTransport((requests, replies) -> {
            throw new AssertionError("sent " + requests);
        });

        assertThat(ConntrackClient.over(kernel).delete(List.of())).isEmpty();
    }

    @Test
    void closesItsTransport() throws Exception {
        ScriptedTransport kernel = new ScriptedTransport((requests, replies) -> {});

        ConntrackClient.over(kernel).close();

        assertThat(kernel.isClosed()).isTrue();
    }
}
