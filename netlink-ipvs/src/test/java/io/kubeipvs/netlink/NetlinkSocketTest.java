package io.kubeipvs.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class NetlinkSocketTest {
    private static final Request LIST = new Request(0x20, 0, Wire.LAYOUT, out -> out.header32(0));
    /** 16 bytes message header, 4 fixed header, 8 number, 4 nest, 8 inner number. */
    private static final Request CREATE = new Request(0x20, 0, Wire.LAYOUT, out -> {
        out.header32(0);
        out.u32(1, 7);
        out.nest(2, inner -> inner.u32(1, 8));
    });

    private static final Decoder<Integer> NUMBER = message -> message.header32(0);
    private static final NetlinkTuning IMPATIENT = new NetlinkTuning(100, Duration.ofMillis(50), 3);

    @Test
    void joinsThePartsOfADumpAcrossDatagrams() throws Exception {
        NetlinkSocket socket = socket((sent, replies) -> {
            int sequence = sent.get(0).sequence();
            assertThat(sent.get(0).flags()).isEqualTo(0x301);
            replies.datagram(Wire.part(0, sequence, 1), Wire.part(0, sequence, 2));
            replies.datagram(Wire.part(0, sequence, 3));
            replies.datagram(Wire.done(0, sequence, 0));
        });

        assertThat(socket.dump("list", LIST, NUMBER)).containsExactly(1, 2, 3);
    }

    @Test
    void anEmptyDumpIsAnEmptyList() throws Exception {
        NetlinkSocket socket = socket(
                (sent, replies) -> replies.datagram(Wire.done(0, sent.get(0).sequence(), 0)));

        assertThat(socket.dump("list", LIST, NUMBER)).isEmpty();
    }

    @Test
    void aDumpFlaggedInterruptedOnOneMiddlePartIsReadAgain() throws Exception {
        int[] attempts = {0};
        NetlinkSocket socket = socket((sent, replies) -> {
            int sequence = sent.get(0).sequence();
            int flag = attempts[0]++ == 0 ? 0x10 : 0;
            replies.datagram(Wire.part(0, sequence, 1), Wire.part(flag, sequence, 2), Wire.part(0, sequence, 3));
            replies.datagram(Wire.done(0, sequence, 0));
        });

        assertThat(socket.dump("list", LIST, NUMBER)).containsExactly(1, 2, 3);
        assertThat(attempts[0]).isEqualTo(2);
    }

    @Test
    void aDumpFlaggedInterruptedOnItsEndAloneIsReadAgain() throws Exception {
        int[] attempts = {0};
        NetlinkSocket socket = socket((sent, replies) -> replies.datagram(
                Wire.done(attempts[0]++ == 0 ? 0x10 : 0, sent.get(0).sequence(), 0)));

        assertThat(socket.dump("list", LIST, NUMBER)).isEmpty();
        assertThat(attempts[0]).isEqualTo(2);
    }

    @Test
    void givesUpOnADumpThatIsAlwaysInterrupted() {
        ScriptedTransport transport = new ScriptedTransport(
                (sent, replies) -> replies.datagram(Wire.done(0x10, sent.get(0).sequence(), 0)));
        NetlinkSocket socket = new NetlinkSocket(transport, IMPATIENT);

        assertThatExceptionOfType(DumpInterruptedException.class)
                .isThrownBy(() -> socket.dump("list addresses", LIST, NUMBER))
                .withMessage("list addresses: changed while being read, in each of 3 attempts");
        assertThat(transport.sends()).hasSize(3);
    }

    @Test
    void anErrnoInTheEndOfADumpIsARefusal() {
        NetlinkSocket socket = socket((sent, replies) -> {
            int sequence = sent.get(0).sequence();
            replies.datagram(Wire.part(0, sequence, 1));
            replies.datagram(Wire.done(0, sequence, 12));
        });

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> socket.dump("list", LIST, NUMBER))
                .satisfies(refused -> assertThat(refused.errno()).isEqualTo(Errno.ENOMEM));
    }

    @Test
    void aMalformedPartFailsTheDumpAndLeavesNothingForTheNext() throws Exception {
        int[] calls = {0};
        NetlinkSocket socket = socket((sent, replies) -> {
            int sequence = sent.get(0).sequence();
            byte[] first = calls[0]++ == 0
                    ? Wire.message(Wire.PART_TYPE, 2, sequence, new byte[1])
                    : Wire.part(0, sequence, 7);
            replies.datagram(first);
            replies.datagram(Wire.done(0, sequence, 0));
        });

        assertThatExceptionOfType(MalformedMessageException.class).isThrownBy(() -> socket.dump("list", LIST, NUMBER));
        assertThat(socket.dump("list", LIST, NUMBER)).containsExactly(7);
    }

    @Test
    void skipsAnswersToEarlierRequests() throws Exception {
        NetlinkSocket socket = socket((sent, replies) -> {
            int sequence = sent.get(0).sequence();
            replies.datagram(Wire.ack(sequence - 1, 1), Wire.part(0, sequence - 1, 666));
            replies.datagram(Wire.part(0, sequence, 1), Wire.ack(sequence, 0));
        });

        assertThat(socket.ask("ask", LIST, NUMBER)).isEqualTo(1);
    }

    @Test
    void ignoresMessagesOfAnotherProcess() throws Exception {
        NetlinkSocket socket = socket((sent, replies) -> {
            int sequence = sent.get(0).sequence();
            replies.datagramFrom(4711, Wire.part(0, sequence, 666), Wire.ack(sequence, 0));
            replies.datagram(Wire.part(0, sequence, 1), Wire.ack(sequence, 0));
        });

        assertThat(socket.ask("ask", LIST, NUMBER)).isEqualTo(1);
    }

    @Test
    void waitsForTheAcknowledgementBehindAnAnswer() throws Exception {
        NetlinkSocket socket = socket((sent, replies) -> {
            assertThat(sent.get(0).wantsAck()).isTrue();
            replies.datagram(Wire.part(0, sent.get(0).sequence(), 1));
            replies.datagram(Wire.ack(sent.get(0).sequence(), 0));
        });

        assertThat(socket.ask("ask", LIST, NUMBER)).isEqualTo(1);
        assertThat(socket.ask("ask", LIST, NUMBER)).isEqualTo(1);
    }

    @Test
    void anAcknowledgementWithoutAnAnswerIsMalformed() {
        NetlinkSocket socket =
                socket((sent, replies) -> replies.datagram(Wire.ack(sent.get(0).sequence(), 0)));

        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> socket.ask("ask", LIST, NUMBER))
                .withMessageContaining("ask: acknowledged without an answer");
    }

    @Test
    void aSilentKernelIsATimeout() {
        NetlinkSocket socket = socket((sent, replies) -> {});

        assertThatExceptionOfType(NetlinkTimeoutException.class).isThrownBy(() -> socket.execute("do", LIST));
    }

    @Test
    @Timeout(30)
    void staleAnswersDoNotExtendTheDeadline() {
        NetlinkSocket socket = new NetlinkSocket(new Chatterbox(), IMPATIENT);

        assertThatExceptionOfType(NetlinkTimeoutException.class)
                .isThrownBy(() -> socket.execute("do", LIST))
                .withMessage("no part of the answer within 50 ms");
    }

    @Test
    void aLongListMayTakeLongerThanTheTimeForOnePart() throws Exception {
        int parts = 5;
        Duration forOnePart = Duration.ofMillis(20);
        NetlinkSocket socket = new NetlinkSocket(new SlowPeer(parts), new NetlinkTuning(100, forOnePart, 1));

        assertThat(socket.dump("list", LIST, NUMBER)).hasSize(parts);
    }

    /** A peer that takes its time for every part of a list. */
    private static final class SlowPeer implements Transport {
        private final int parts;
        private int part;

        SlowPeer(int parts) {
            this.parts = parts;
        }

        @Override
        public int portId() {
            return 1;
        }

        @Override
        public int maxSend() {
            return 65536;
        }

        @Override
        public void send(ByteBuffer datagram) {}

        @Override
        public int receive(ByteBuffer into, int timeoutMillis) throws NetlinkException {
            // Late, but still in time for this part.
            LockSupport.parkNanos(Duration.ofMillis(15).toNanos());
            into.clear()
                    .put(part++ < parts ? Wire.part(0, 1, part) : Wire.done(0, 1, 0))
                    .flip();
            return 0;
        }

        @Override
        public void close() {}
    }

    /** A peer that never ends to answer a request of long ago. */
    private static final class Chatterbox implements Transport {
        private static final byte[] STALE = Wire.ack(0x7fff_0000, 0);

        @Override
        public int portId() {
            return 1;
        }

        @Override
        public int maxSend() {
            return 65536;
        }

        @Override
        public void send(ByteBuffer datagram) {}

        @Override
        public int receive(ByteBuffer into, int timeoutMillis) {
            into.clear().put(STALE).flip();
            return 0;
        }

        @Override
        public void close() {}
    }

    @Test
    void aRefusalHasTheErrnoAndTheTextOfTheKernel() {
        for (boolean capped : List.of(true, false)) {
            NetlinkSocket socket = socket((sent, replies) ->
                    replies.datagram(Wire.refusal(sent.get(0), 95, capped, "Unknown device type", 32)));

            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> socket.execute("create link", CREATE))
                    .withMessage("create link refused: EOPNOTSUPP: Unknown device type"
                            + " (attribute OUTER_NEST/INNER_NUMBER, request 1)")
                    .satisfies(refused -> assertThat(refused.errno()).isEqualTo(Errno.EOPNOTSUPP));
        }
    }

    @Test
    void closesItsTransport() throws Exception {
        ScriptedTransport transport = new ScriptedTransport((sent, replies) -> {});

        new NetlinkSocket(transport).close();

        assertThat(transport.isClosed()).isTrue();
    }

    private static NetlinkSocket socket(ScriptedTransport.Peer peer) {
        return new NetlinkSocket(new ScriptedTransport(peer), IMPATIENT);
    }
}
