package io.kubeipvs.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.netlink.ScriptedTransport.Peer;
import io.kubeipvs.netlink.ScriptedTransport.Sent;
import io.kubeipvs.netlink.TransactionResult.Refused;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TransactionTest {
    private static final TransactionResult COMMITTED = new TransactionResult.Committed();
    private static final AttributeNames NAMES = AttributeNames.of("A_", "UNSPEC", "KEY");
    private static final Layout LAYOUT = new Layout(0, NAMES);
    private static final int BEGIN = 16;
    private static final int END = 17;
    private static final TransactionFrame FRAME =
            new TransactionFrame(new Request(BEGIN, 0, LAYOUT, out -> {}), new Request(END, 0, LAYOUT, out -> {}));

    @Test
    void isOneSendInAFrameAndOnlyTheLastThingIsAcknowledged() {
        ScriptedTransport kernel = obedient();

        assertThat(run(kernel, 3)).isEqualTo(COMMITTED);
        assertThat(kernel.sends()).hasSize(1);
        List<Sent> sent = kernel.sends().get(0);
        assertThat(sent).extracting(Sent::type).containsExactly(BEGIN, 0x20, 0x20, 0x20, END);
        assertThat(sent).extracting(Sent::wantsAck).containsExactly(false, false, false, true, false);
    }

    @Test
    void ofNothingSendsNothing() {
        ScriptedTransport kernel = obedient();

        assertThat(run(kernel, 0)).isEqualTo(COMMITTED);
        assertThat(kernel.sends()).isEmpty();
    }

    @Test
    void everyRefusalIsJoinedToItsThing() {
        ScriptedTransport kernel = new ScriptedTransport((sent, replies) -> {
            replies.datagram(Wire.refusal(sent.get(2), 17, true, "there is one", 16));
            replies.datagram(
                    Wire.ack(sent.get(3).sequence(), 2), Wire.ack(sent.get(4).sequence(), 0));
        });

        assertThat(run(kernel, 4))
                .isEqualTo(new Refused(List.of(
                        new Refused.Item(1, new Refusal(Errno.EEXIST, "there is one", "A_KEY", 3)),
                        new Refused.Item(2, new Refusal(Errno.ENOENT, "", "", 4)))));
    }

    @Test
    void aRefusedLastThingEndsTheAnswersToo() {
        assertThat(run(
                        answering((sent, replies) ->
                                replies.datagram(Wire.ack(sent.get(2).sequence(), 2))),
                        2))
                .isEqualTo(new Refused(List.of(new Refused.Item(1, new Refusal(Errno.ENOENT, "", "", 3)))));
    }

    @Test
    void aRefusedBeginIsTheWholesAndNothingElseIsAnswered() {
        assertThat(run(
                        answering((sent, replies) ->
                                replies.datagram(Wire.ack(sent.get(0).sequence(), 1))),
                        2))
                .isEqualTo(new Refused(List.of(new Refused.Item(Refused.WHOLE, new Refusal(Errno.EPERM, "", "", 1)))));
    }

    @Test
    void aBeginThatExpectedAnotherGenerationIsStale() {
        assertThat(run(
                        answering((sent, replies) ->
                                replies.datagram(Wire.ack(sent.get(0).sequence(), 85))),
                        2))
                .isEqualTo(new TransactionResult.Stale());
    }

    @Test
    void theErrnoOfAChangeDoesNotMakeTheTransactionStale() {
        assertThat(run(
                        answering((sent, replies) ->
                                replies.datagram(Wire.ack(sent.get(2).sequence(), 85))),
                        2))
                .isInstanceOf(Refused.class);
    }

    @Test
    void lostAnswersLeaveItUnknown() {
        ScriptedTransport kernel = answering((sent, replies) -> {
            replies.failure(new SyscallException("recvmsg", Errno.ENOBUFS));
            replies.datagram(Wire.ack(sent.get(2).sequence(), 0));
        });

        assertThat(run(kernel, 2)).isEqualTo(new TransactionResult.Unknown("its answer may be lost: recvmsg: ENOBUFS"));
    }

    @Test
    void oneRefusalAmongLostAnswersIsEnoughToKnow() {
        ScriptedTransport kernel = answering((sent, replies) -> {
            replies.failure(new SyscallException("recvmsg", Errno.ENOBUFS));
            replies.datagram(Wire.ack(sent.get(1).sequence(), 2));
        });

        assertThat(run(kernel, 2)).isInstanceOf(Refused.class);
    }

    @Test
    void noAnswerLeavesItUnknown() {
        assertThat(run(answering((sent, replies) -> {}), 2)).isInstanceOf(TransactionResult.Unknown.class);
    }

    @Test
    void aMalformedAnswerLeavesItUnknown() {
        assertThat(run(
                        answering((sent, replies) ->
                                replies.datagram(Wire.message(2, 0, sent.get(2).sequence(), new byte[2]))),
                        2))
                .isInstanceOf(TransactionResult.Unknown.class);
    }

    @Test
    void answersToAnEarlierTransactionArePassedOver() {
        NetlinkSocket socket = new NetlinkSocket(answering((sent, replies) -> {
            replies.datagram(Wire.ack(sent.get(0).sequence() - 1, 17));
            replies.datagram(Wire.ack(sent.get(2).sequence(), 0));
        }));

        assertThat(run(socket, 2)).isEqualTo(COMMITTED);
        assertThat(run(socket, 2)).isEqualTo(COMMITTED);
    }

    @Test
    void growsBeyondTheUsualSend() {
        ScriptedTransport kernel = new ScriptedTransport(1 << 20, TransactionTest::obey);

        assertThat(run(kernel, 20_000)).isEqualTo(COMMITTED);
        assertThat(kernel.sends())
                .singleElement()
                .satisfies(sent -> assertThat(sent).hasSize(20_002));
    }

    @Test
    void reportsTheRoomOfTheTransport() {
        // begin and end are 16 bytes each, a thing 24
        ScriptedTransport kernel = new ScriptedTransport(16 + 10 * 24 + 16, TransactionTest::obey);

        assertThat(run(kernel, 10)).isEqualTo(COMMITTED);
        assertThat(run(kernel, 11)).isEqualTo(new TransactionResult.TooLarge(10));
        assertThat(kernel.sends()).hasSize(1);
    }

    @Test
    void theEndHasToFitToo() {
        ScriptedTransport kernel = new ScriptedTransport(16 + 10 * 24 + 15, TransactionTest::obey);

        assertThat(run(kernel, 10)).isEqualTo(new TransactionResult.TooLarge(9));
    }

    @Test
    void aThingLargerThanTheTransportFitsNever() {
        assertThat(run(new ScriptedTransport(39, TransactionTest::obey), 1))
                .isEqualTo(new TransactionResult.TooLarge(0));
    }

    @Test
    void aSendThatTheKernelFindsTooLongIsToBeTriedWithHalf() {
        assertThat(run(
                        answering((sent, replies) -> {
                            throw new SyscallException("send", Errno.EMSGSIZE);
                        }),
                        10))
                .isEqualTo(new TransactionResult.TooLarge(5));
    }

    @Test
    void aSendThatFailsDidNothing() {
        assertThat(run(
                        answering((sent, replies) -> {
                            throw new SyscallException("send", Errno.ENOMEM);
                        }),
                        10))
                .isEqualTo(new Refused(
                        List.of(new Refused.Item(Refused.WHOLE, new Refusal(Errno.ENOMEM, "not sent", "", 0)))));
    }

    private static ScriptedTransport obedient() {
        return answering(TransactionTest::obey);
    }

    private static ScriptedTransport answering(Peer kernel) {
        return new ScriptedTransport(kernel);
    }

    private static void obey(List<Sent> sent, ScriptedTransport.Replies replies) {
        replies.datagram(Wire.ack(sent.get(sent.size() - 2).sequence(), 0));
    }

    private static TransactionResult run(ScriptedTransport kernel, int things) {
        return run(new NetlinkSocket(kernel, new NetlinkTuning(100, Duration.ofMillis(50), 1)), things);
    }

    /** Things are requests of 24 bytes. */
    private static TransactionResult run(NetlinkSocket socket, int things) {
        return socket.transact(
                FRAME,
                IntStream.range(0, things).boxed().toList(),
                (number, out) -> out.begin(0x20, 0, LAYOUT).u32(1, number));
    }
}
