package io.kubeipvs.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.netlink.ScriptedTransport.Sent;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchTest {
    private static final BatchResult ACCEPTED = new BatchResult.Accepted();

    @Test
    void onlyTheLastRequestOfASendAsksForAnAcknowledgement() {
        ScriptedTransport kernel = obedient();

        assertThat(run(kernel, 10, requests(25))).containsOnly(ACCEPTED).hasSize(25);
        assertThat(kernel.sends()).extracting(List::size).containsExactly(10, 10, 5);
        for (List<Sent> send : kernel.sends()) {
            assertThat(send.subList(0, send.size() - 1)).noneMatch(Sent::wantsAck);
            assertThat(send.get(send.size() - 1).wantsAck()).isTrue();
        }
    }

    @Test
    void anEmptyBatchSendsNothing() {
        ScriptedTransport kernel = obedient();

        assertThat(run(kernel, 10, List.of())).isEmpty();
        assertThat(kernel.sends()).isEmpty();
    }

    @Test
    void joinsErrorsToTheirRequestsBySequenceNumber() {
        ScriptedTransport kernel = new ScriptedTransport((sent, replies) -> {
            replies.datagram(Wire.refusal(sent.get(3), 2, true, "no such thing", 20));
            replies.datagram(
                    Wire.ack(sent.get(1).sequence(), 17), Wire.ack(sent.get(5).sequence(), 0));
        });

        List<BatchResult> results = run(kernel, 10, requests(6));

        assertThat(results.get(1)).isEqualTo(refused(Errno.EEXIST, "", 2));
        assertThat(results.get(3)).isEqualTo(refused(Errno.ENOENT, "no such thing", 4));
        assertThat(List.of(results.get(0), results.get(2), results.get(4), results.get(5)))
                .containsOnly(ACCEPTED);
    }

    @Test
    void aRefusedLastRequestEndsTheAnswersToo() {
        ScriptedTransport kernel = new ScriptedTransport(
                (sent, replies) -> replies.datagram(Wire.ack(last(sent).sequence(), 3)));

        assertThat(run(kernel, 10, requests(2))).containsExactly(ACCEPTED, refused(Errno.ESRCH, "", 2));
    }

    @Test
    void skipsAnswersToAnEarlierBatch() {
        ScriptedTransport kernel = new ScriptedTransport((sent, replies) -> {
            replies.datagram(
                    Wire.ack(sent.get(0).sequence() - 1, 17),
                    Wire.ack(last(sent).sequence() + 1, 17));
            replies.datagram(Wire.ack(last(sent).sequence(), 0));
        });

        assertThat(run(kernel, 10, requests(3))).containsOnly(ACCEPTED).hasSize(3);
    }

    @Test
    void lostAnswersLeaveExactlyTheUnansweredRequestsOfThatSendUnknown() {
        int[] sends = {0};
        ScriptedTransport kernel = new ScriptedTransport((sent, replies) -> {
            if (sends[0]++ == 1) {
                replies.failure(new SyscallException("recvmsg", Errno.ENOBUFS));
                replies.datagram(Wire.ack(sent.get(1).sequence(), 17));
                replies.datagram(Wire.ack(sent.get(2).sequence(), 2));
            } else {
                replies.datagram(Wire.ack(last(sent).sequence(), 0));
            }
        });

        List<BatchResult> results = run(kernel, 4, requests(12));

        BatchResult unknown = new BatchResult.Unknown("its answer may be lost: recvmsg: ENOBUFS");
        assertThat(results.subList(0, 4)).containsOnly(ACCEPTED);
        assertThat(results.subList(4, 8))
                .containsExactly(unknown, refused(Errno.EEXIST, "", 6), refused(Errno.ENOENT, "", 7), unknown);
        assertThat(results.subList(8, 12)).containsOnly(ACCEPTED);
    }

    @Test
    void aMissingLastAnswerLeavesTheSendUnknownAndStops() {
        ScriptedTransport kernel = new ScriptedTransport(
                (sent, replies) -> replies.datagram(Wire.ack(sent.get(0).sequence(), 17)));

        List<BatchResult> results = run(kernel, 2, requests(5));

        assertThat(results.get(0)).isEqualTo(refused(Errno.EEXIST, "", 1));
        assertThat(results.get(1)).isInstanceOf(BatchResult.Unknown.class);
        assertThat(results.subList(2, 5))
                .containsOnly(new BatchResult.Unknown("not sent: an earlier request had no answer"));
        assertThat(kernel.sends()).hasSize(1);
    }

    @Test
    void aMalformedAnswerLeavesItsSendUnknown() {
        ScriptedTransport kernel = new ScriptedTransport((sent, replies) -> {
            replies.datagram(Wire.message(2, 0, last(sent).sequence(), new byte[2]));
        });

        assertThat(run(kernel, 10, requests(2))).hasSize(2).allMatch(BatchResult.Unknown.class::isInstance);
    }

    @Test
    void sendsFewerAtATimeWhenTheSendBufferIsTooSmall() {
        ScriptedTransport kernel = new ScriptedTransport((sent, replies) -> {
            if (sent.size() > 7) {
                throw new SyscallException("send", Errno.EMSGSIZE);
            }
            replies.datagram(Wire.ack(last(sent).sequence(), 0));
        });

        assertThat(run(kernel, 40, requests(40))).hasSize(40).containsOnly(ACCEPTED);
        assertThat(kernel.sends()).extracting(List::size).startsWith(40, 20, 10, 5, 5);
    }

    @Test
    void neverSendsMoreBytesThanTheTransportTakes() {
        ScriptedTransport kernel = new ScriptedTransport(
                100, (sent, replies) -> replies.datagram(Wire.ack(last(sent).sequence(), 0)));

        assertThat(run(kernel, 40, requests(10))).hasSize(10).containsOnly(ACCEPTED);
        assertThat(kernel.sends()).extracting(List::size).containsExactly(5, 5);
    }

    @Test
    void aRequestThatFitsNoSendIsRefusedAlone() {
        Request huge = new Request(0x20, 0, Wire.LAYOUT, out -> out.bytes(1, new byte[500]));
        ScriptedTransport kernel = new ScriptedTransport(
                100, (sent, replies) -> replies.datagram(Wire.ack(last(sent).sequence(), 0)));

        List<BatchResult> results =
                run(kernel, 40, List.of(requests(1).get(0), huge, requests(1).get(0)));

        assertThat(results.get(0)).isEqualTo(ACCEPTED);
        assertThat(results.get(1))
                .isEqualTo(refused(Errno.EMSGSIZE, "the request is larger than a send's 100 bytes", 0));
        assertThat(results.get(2)).isEqualTo(ACCEPTED);
    }

    @Test
    void aSendThatFailsLeavesTheRestUnknown() {
        ScriptedTransport kernel = new ScriptedTransport((sent, replies) -> {
            throw new SyscallException("send", new Errno(9));
        });

        assertThat(run(kernel, 10, requests(3)))
                .isEqualTo(Collections.nCopies(3, new BatchResult.Unknown("not sent: send: errno 9")));
    }

    private static ScriptedTransport obedient() {
        return new ScriptedTransport(
                (sent, replies) -> replies.datagram(Wire.ack(last(sent).sequence(), 0)));
    }

    /** Requests of 20 bytes. */
    private static List<Request> requests(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Request(0x20, 0, Wire.LAYOUT, out -> out.header32(i)))
                .toList();
    }

    private static List<BatchResult> run(ScriptedTransport kernel, int window, List<Request> requests) {
        return new NetlinkSocket(kernel, new NetlinkTuning(window, Duration.ofSeconds(1), 1))
                .batch(requests, Request::encode);
    }

    private static BatchResult refused(Errno errno, String message, int sequence) {
        return new BatchResult.Refused(new Refusal(errno, message, "", sequence));
    }

    private static Sent last(List<Sent> sent) {
        return sent.get(sent.size() - 1);
    }
}
