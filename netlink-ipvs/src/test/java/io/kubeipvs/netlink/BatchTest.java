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
    void only_the_last_request_of_a_send_asks_for_an_acknowledgement() {
        ScriptedTransport kernel = obedient();

        assertThat(run(kernel, 10, requests(25))).containsOnly(ACCEPTED).hasSize(25);
        assertThat(kernel.sends()).extracting(List::size).containsExactly(10, 10, 5);
        for (List<Sent> send : kernel.sends()) {
            assertThat(send.subList(0, send.size() - 1)).noneMatch(Sent::wantsAck);
            assertThat(send.get(send.size() - 1).wantsAck()).isTrue();
        }
    }

    @Test
    void an_empty_batch_sends_nothing() {
        ScriptedTransport kernel = obedient();

        assertThat(run(kernel, 10, List.of())).isEmpty();
        assertThat(kernel.sends()).isEmpty();
    }

    @Test
    void joins_errors_to_their_requests_by_sequence_number() {
        ScriptedTransport kernel = new ScriptedTransport((sent, replies) -> {
            replies.datagram(Wire.refusal(sent.get(3), 2, true, "no such thing", 20));
            replies.datagram(
                    Wire.ack(sent.get(1).sequence(), 17), Wire.ack(sent.get(5).sequence(), 0));
        });

        List<BatchResult> results = run(kernel, 10, requests(6));

        assertThat(results.get(1)).isEqualTo(new BatchResult.Refused(Errno.EEXIST, "", -1));
        assertThat(results.get(3)).isEqualTo(new BatchResult.Refused(Errno.ENOENT, "no such thing", 20));
        assertThat(List.of(results.get(0), results.get(2), results.get(4), results.get(5)))
                .containsOnly(ACCEPTED);
    }

    @Test
    void a_refused_last_request_ends_the_answers_too() {
        ScriptedTransport kernel = new ScriptedTransport(
                (sent, replies) -> replies.datagram(Wire.ack(last(sent).sequence(), 3)));

        assertThat(run(kernel, 10, requests(2)))
                .containsExactly(ACCEPTED, new BatchResult.Refused(Errno.ESRCH, "", -1));
    }

    @Test
    void skips_answers_to_an_earlier_batch() {
        ScriptedTransport kernel = new ScriptedTransport((sent, replies) -> {
            replies.datagram(
                    Wire.ack(sent.get(0).sequence() - 1, 17),
                    Wire.ack(last(sent).sequence() + 1, 17));
            replies.datagram(Wire.ack(last(sent).sequence(), 0));
        });

        assertThat(run(kernel, 10, requests(3))).containsOnly(ACCEPTED).hasSize(3);
    }

    @Test
    void lost_answers_leave_exactly_the_unanswered_requests_of_that_send_unknown() {
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
                .containsExactly(
                        unknown,
                        new BatchResult.Refused(Errno.EEXIST, "", -1),
                        new BatchResult.Refused(Errno.ENOENT, "", -1),
                        unknown);
        assertThat(results.subList(8, 12)).containsOnly(ACCEPTED);
    }

    @Test
    void a_missing_last_answer_leaves_the_send_unknown_and_stops() {
        ScriptedTransport kernel = new ScriptedTransport(
                (sent, replies) -> replies.datagram(Wire.ack(sent.get(0).sequence(), 17)));

        List<BatchResult> results = run(kernel, 2, requests(5));

        assertThat(results.get(0)).isEqualTo(new BatchResult.Refused(Errno.EEXIST, "", -1));
        assertThat(results.get(1)).isInstanceOf(BatchResult.Unknown.class);
        assertThat(results.subList(2, 5))
                .containsOnly(new BatchResult.Unknown("not sent: an earlier request had no answer"));
        assertThat(kernel.sends()).hasSize(1);
    }

    @Test
    void a_malformed_answer_leaves_its_send_unknown() {
        ScriptedTransport kernel = new ScriptedTransport((sent, replies) -> {
            replies.datagram(Wire.message(2, 0, last(sent).sequence(), new byte[2]));
        });

        assertThat(run(kernel, 10, requests(2))).hasSize(2).allMatch(BatchResult.Unknown.class::isInstance);
    }

    @Test
    void sends_fewer_at_a_time_when_the_send_buffer_is_too_small() {
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
    void never_sends_more_bytes_than_the_transport_takes() {
        ScriptedTransport kernel = new ScriptedTransport(
                100, (sent, replies) -> replies.datagram(Wire.ack(last(sent).sequence(), 0)));

        assertThat(run(kernel, 40, requests(10))).hasSize(10).containsOnly(ACCEPTED);
        assertThat(kernel.sends()).extracting(List::size).containsExactly(5, 5);
    }

    @Test
    void a_request_that_fits_no_send_is_refused_alone() {
        Request huge = new Request(0x20, 0, out -> out.bytes(1, new byte[500]));
        ScriptedTransport kernel = new ScriptedTransport(
                100, (sent, replies) -> replies.datagram(Wire.ack(last(sent).sequence(), 0)));

        List<BatchResult> results =
                run(kernel, 40, List.of(requests(1).get(0), huge, requests(1).get(0)));

        assertThat(results.get(0)).isEqualTo(ACCEPTED);
        assertThat(results.get(1))
                .isEqualTo(
                        new BatchResult.Refused(Errno.EMSGSIZE, "the request is larger than a send's 100 bytes", -1));
        assertThat(results.get(2)).isEqualTo(ACCEPTED);
    }

    @Test
    void a_send_that_fails_leaves_the_rest_unknown() {
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
                .mapToObj(i -> new Request(0x20, 0, out -> out.header32(i)))
                .toList();
    }

    private static List<BatchResult> run(ScriptedTransport kernel, int window, List<Request> requests) {
        return new NetlinkSocket(kernel, new NetlinkTuning(window, Duration.ofSeconds(1), 1)).batch(requests);
    }

    private static Sent last(List<Sent> sent) {
        return sent.get(sent.size() - 1);
    }
}
