package io.kubeipvs.netlink.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kubeipvs.netlink.ClosedException;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.NetlinkSocket;
import io.kubeipvs.netlink.NetlinkTimeoutException;
import io.kubeipvs.netlink.SyscallException;
import io.kubeipvs.netlink.generic.FamilyNotFoundException;
import io.kubeipvs.netlink.generic.FamilyResolver;
import io.kubeipvs.netlink.route.Link;
import io.kubeipvs.netlink.route.RouteClient;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real sockets to this machine's kernel; nothing here needs a privilege or changes anything. */
class NativeTransportTest {
    @Test
    void theControllerFamilyIsItsOwnNumber() throws Exception {
        try (NetlinkSocket socket = new NetlinkSocket(NativeTransport.open(NetlinkProtocol.GENERIC))) {
            assertThat(FamilyResolver.resolve(socket, "nlctrl")).isEqualTo(16);
        }
    }

    @Test
    void aFamilyThatDoesNotExistIsNotFound() throws Exception {
        try (NetlinkSocket socket = new NetlinkSocket(NativeTransport.open(NetlinkProtocol.GENERIC))) {
            assertThatExceptionOfType(FamilyNotFoundException.class)
                    .isThrownBy(() -> FamilyResolver.resolve(socket, "no-such-family"));
            assertThat(FamilyResolver.resolve(socket, "nlctrl")).isEqualTo(16);
        }
    }

    @Test
    void findsTheLoopbackLink() throws Exception {
        try (RouteClient client = RouteClient.open()) {
            assertThat(client.link("lo"))
                    .hasValueSatisfying(lo -> assertThat(lo.index()).isPositive());
            assertThat(client.link("no-such-link")).isEmpty();
        }
    }

    @Test
    void listsTheAddressesOfOneLinkOnly() throws Exception {
        try (RouteClient client = RouteClient.open()) {
            Link lo = client.link("lo").orElseThrow();

            assertThat(client.addresses(lo.index()))
                    .allSatisfy(address -> assertThat(address.linkIndex()).isEqualTo(lo.index()));
        }
    }

    @Test
    void silenceEndsInATimeout() throws Exception {
        try (NativeTransport transport = NativeTransport.open(NetlinkProtocol.GENERIC)) {
            assertThatExceptionOfType(NetlinkTimeoutException.class)
                    .isThrownBy(() -> transport.receive(direct(64), 20))
                    .withMessage("no answer within 20 ms");
        }
    }

    @Test
    void anAnswerThatDoesNotFitIsMalformedRatherThanCut() throws Exception {
        try (NativeTransport transport = NativeTransport.open(NetlinkProtocol.GENERIC)) {
            transport.send(getFamilyNlctrl());

            assertThatExceptionOfType(MalformedMessageException.class)
                    .isThrownBy(() -> transport.receive(direct(32), 1000))
                    .withMessageContaining("was cut to 32");
        }
    }

    @Test
    void theKernelIsSender0() throws Exception {
        try (NativeTransport transport = NativeTransport.open(NetlinkProtocol.GENERIC)) {
            transport.send(getFamilyNlctrl());
            ByteBuffer answer = direct(64 * 1024);

            assertThat(transport.receive(answer, 1000)).isZero();
            assertThat(answer.remaining()).isEqualTo(answer.getInt(0));
        }
    }

    @Test
    void answersHaveThePortIdOfItsSocket() throws Exception {
        try (NativeTransport transport = NativeTransport.open(NetlinkProtocol.GENERIC);
                NativeTransport another = NativeTransport.open(NetlinkProtocol.GENERIC)) {
            transport.send(getFamilyNlctrl());
            ByteBuffer answer = direct(64 * 1024);
            transport.receive(answer, 1000);

            assertThat(transport.portId()).isNotZero().isEqualTo(answer.getInt(12));
            assertThat(another.portId()).isNotEqualTo(transport.portId());
        }
    }

    @Test
    void takesADatagramOfTheSizeItPromisesAndNoLarger() throws Exception {
        try (NativeTransport transport = NativeTransport.open(NetlinkProtocol.GENERIC)) {
            transport.send(direct(transport.maxSend()));

            assertThatExceptionOfType(SyscallException.class)
                    .isThrownBy(() -> transport.send(direct(transport.maxSend() + 1)))
                    .withMessage("send: EMSGSIZE")
                    .satisfies(failed -> assertThat(failed.errno()).isEqualTo(Errno.EMSGSIZE));
        }
    }

    @Test
    void oneSocketAtATimeHasAnAgreedPortId() throws Exception {
        int portId = ThreadLocalRandom.current().nextInt(1 << 22, Integer.MAX_VALUE);
        try (NativeTransport first = NativeTransport.openAt(portId, NetlinkProtocol.GENERIC);
                NativeTransport ofAnotherProtocol = NativeTransport.openAt(portId, NetlinkProtocol.ROUTE)) {
            assertThat(List.of(first.portId(), ofAnotherProtocol.portId())).containsOnly(portId);
            assertThatExceptionOfType(SyscallException.class)
                    .isThrownBy(() -> NativeTransport.openAt(portId, NetlinkProtocol.GENERIC))
                    .withMessage("bind: EADDRINUSE");
            first.send(getFamilyNlctrl());
            assertThat(first.receive(direct(64 * 1024), 1000)).isZero();
        }
        NativeTransport.openAt(portId, NetlinkProtocol.GENERIC).close();
    }

    @Test
    void aClosedTransportReportsThisAndClosesOnce() throws Exception {
        NativeTransport transport = NativeTransport.open(NetlinkProtocol.GENERIC);
        transport.close();
        transport.close();

        assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> transport.send(direct(16)));
        assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> transport.receive(direct(16), 0));
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void closingItEndsAnotherThreadsWait() throws Exception {
        NativeTransport transport = NativeTransport.open(NetlinkProtocol.GENERIC);
        FutureTask<Integer> waiting = new FutureTask<>(() -> transport.receive(direct(64), 3_600_000));
        Thread thread = new Thread(waiting, "waiting");
        thread.setDaemon(true);
        thread.start();
        while (!isPolling(thread)) {
            Thread.onSpinWait();
        }
        transport.close();

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(waiting::get)
                .withCauseInstanceOf(ClosedException.class);
    }

    private static boolean isPolling(Thread thread) {
        return Stream.of(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(Readiness.class.getName()));
    }

    @Test
    void aGroupThatDoesNotExistIsRefused() {
        assertThatExceptionOfType(SyscallException.class)
                .isThrownBy(() -> NativeTransport.open(NetlinkProtocol.ROUTE, 100_000))
                .satisfies(failed -> assertThat(failed.errno()).isEqualTo(Errno.EINVAL));
    }

    @Test
    void listsTheLoopbackLinkAmongAll() throws Exception {
        try (RouteClient client = RouteClient.open()) {
            assertThat(client.links()).contains(client.link("lo").orElseThrow());
        }
    }

    @Test
    void aNamespaceThatDoesNotExistIsNamedInTheError() {
        assertThatExceptionOfType(SyscallException.class)
                .isThrownBy(() -> NetworkNamespace.named("no-such-namespace").call(() -> null))
                .withMessage("open /run/netns/no-such-namespace: ENOENT");
        assertThat(NetworkNamespace.named("blue").file()).isEqualTo(Path.of("/run/netns/blue"));
    }

    /** CTRL_CMD_GETFAMILY of nlctrl. */
    private static ByteBuffer getFamilyNlctrl() {
        byte[] attributes = HexFormat.of().parseHex("0b0002006e6c6374726c0000");
        ByteBuffer request = direct(20 + attributes.length);
        request.putInt(request.capacity())
                .putShort((short) 16)
                .putShort((short) 1)
                .putInt(1)
                .putInt(0);
        return request.put((byte) 3)
                .put((byte) 2)
                .putShort((short) 0)
                .put(attributes)
                .flip();
    }

    private static ByteBuffer direct(int size) {
        return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    }
}
