package io.kubeipvs.netlink.sys;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.BatchResult;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.Layout;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.NetlinkSocket;
import io.kubeipvs.netlink.NetlinkTuning;
import io.kubeipvs.netlink.Request;
import io.kubeipvs.netlink.generic.FamilyResolver;
import io.kubeipvs.netlink.generic.GenericHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jnr.ffi.byref.IntByReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The behaviour of this machine's kernel when a socket's buffers are as small as it allows; needs no privilege. */
class KernelLimitsTest {
    private static final int SOL_SOCKET = 1;
    private static final int SO_SNDBUF = 7;
    private static final int SO_RCVBUF = 8;

    /** 40 bytes, refused with ENOENT. */
    private static final Request NO_SUCH_FAMILY = new Request(
            16, 0, new Layout(GenericHeader.SIZE, AttributeNames.of("CTRL_ATTR_", "UNSPEC", "FAMILY_ID")), out -> {
                GenericHeader.write(out, 3, 2);
                out.cstring(2, "no-such-family");
            });

    private int descriptor;
    private NetlinkSocket socket;

    @BeforeEach
    void open() throws Exception {
        Set<Path> before = sockets();
        NetlinkTuning tuning = new NetlinkTuning(200, Duration.ofSeconds(10), 1);
        socket = new NetlinkSocket(NativeTransport.open(NetlinkProtocol.GENERIC), tuning);
        descriptor = sockets().stream()
                .filter(open -> !before.contains(open))
                .mapToInt(open -> Integer.parseInt(open.getFileName().toString()))
                .findFirst()
                .orElseThrow();
    }

    @AfterEach
    void close() throws Exception {
        socket.close();
    }

    @Test
    void answersThatTheKernelDropsLeaveTheirRequestsUnknownAndTheSocketUsable() throws Exception {
        shrink(SO_RCVBUF);

        List<BatchResult> results = socket.batch(Collections.nCopies(150, NO_SUCH_FAMILY), Request::encode);

        assertThat(results).hasSize(150).anyMatch(BatchResult.Unknown.class::isInstance);
        assertThat(results).noneMatch(BatchResult.Accepted.class::isInstance);
        assertThat(results)
                .filteredOn(BatchResult.Unknown.class::isInstance)
                .allSatisfy(result -> assertThat(result.toString()).contains("ENOBUFS"));
        assertThat(results)
                .filteredOn(BatchResult.Refused.class::isInstance)
                .isNotEmpty()
                .allSatisfy(KernelLimitsTest::isNotFound);
        assertThat(FamilyResolver.resolve(socket, "nlctrl")).isEqualTo(16);
    }

    @Test
    void aSendThatTheKernelFindsTooLongIsSplitUntilItIsNot() throws Exception {
        shrink(SO_SNDBUF);

        assertThat(socket.batch(Collections.nCopies(200, NO_SUCH_FAMILY), Request::encode))
                .hasSize(200)
                .allSatisfy(KernelLimitsTest::isNotFound);
    }

    private static void isNotFound(BatchResult result) {
        assertThat(((BatchResult.Refused) result).refusal().errno()).isEqualTo(Errno.ENOENT);
    }

    /** The kernel raises it to its least. */
    private void shrink(int option) throws Exception {
        SystemCalls.check(
                "setsockopt",
                SystemCalls.LIBC.setsockopt(descriptor, SOL_SOCKET, option, new IntByReference(1), Integer.BYTES));
    }

    private static Set<Path> sockets() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(KernelLimitsTest::isSocket).collect(Collectors.toSet());
        }
    }

    private static boolean isSocket(Path open) {
        try {
            return Files.readSymbolicLink(open).toString().startsWith("socket:");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }
}
