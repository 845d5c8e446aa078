package io.kubeipvs.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SubscriptionTest {
    private static final int LOST = -1;
    private static final int UNINTERESTING = 0;
    private static final Decoder<Optional<Integer>> NUMBER = message -> {
        int number = message.header32(0);
        return number == UNINTERESTING ? Optional.empty() : Optional.of(number);
    };

    private final ScriptedTransport kernel = new ScriptedTransport((sent, replies) -> {});
    private final Subscription<Integer> subscription = new Subscription<>(kernel, NUMBER, LOST);

    @Test
    void yieldsEveryMessageOfADatagramInOrder() throws Exception {
        kernel.unasked().datagram(Wire.part(0, 0, 1), Wire.part(0, 0, 2));
        kernel.unasked().datagram(Wire.part(0, 0, 3));

        assertThat(next()).hasValue(1);
        assertThat(next()).hasValue(2);
        assertThat(next()).hasValue(3);
        assertThat(next()).isEmpty();
    }

    @Test
    void skipsOtherMessages() throws Exception {
        kernel.unasked().datagram(Wire.part(0, 0, UNINTERESTING));
        kernel.unasked().datagram(Wire.part(0, 0, 7));

        assertThat(next()).hasValue(7);
    }

    @Test
    void skipsMessagesOfOtherSenders() throws Exception {
        kernel.unasked().datagramFrom(4711, Wire.part(0, 0, 6));
        kernel.unasked().datagram(Wire.part(0, 0, 7));

        assertThat(next()).hasValue(7);
    }

    @Test
    void reportsLostEventsAndContinues() throws Exception {
        kernel.unasked().failure(new SyscallException("recvmsg", Errno.ENOBUFS));
        kernel.unasked().datagram(Wire.part(0, 0, 7));

        assertThat(next()).hasValue(LOST);
        assertThat(next()).hasValue(7);
    }

    @Test
    void anUnreadableNotificationIsAnErrorAndCountsAsLost() throws Exception {
        kernel.unasked().datagram(Wire.message(0x20, 0, 0, new byte[2]));
        kernel.unasked().datagram(Wire.part(0, 0, 7));

        assertThatExceptionOfType(MalformedMessageException.class).isThrownBy(this::next);
        assertThat(next()).hasValue(LOST);
        assertThat(next()).hasValue(7);
    }

    @Test
    void otherFailuresAreThrown() {
        kernel.unasked().failure(new SyscallException("recvmsg", Errno.ENOMEM));

        assertThatExceptionOfType(SyscallException.class).isThrownBy(this::next).withMessage("recvmsg: ENOMEM");
    }

    @Test
    void closesItsTransport() throws Exception {
        subscription.close();

        assertThat(kernel.isClosed()).isTrue();
    }

    private Optional<Integer> next() throws NetlinkException {
        return subscription.next(Duration.ofMillis(10));
    }
}
