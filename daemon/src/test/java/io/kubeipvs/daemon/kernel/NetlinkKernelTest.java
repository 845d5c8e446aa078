package io.kubeipvs.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.netlink.Transport;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a user is told when the kernel cannot be used at all. The rest is proved on a real kernel. */
class NetlinkKernelTest {
    private static final int ENOENT = 2;
    private static final int EPERM = 1;

    @Test
    void saysThatTheKernelHasNoIpvs() {
        assertThatThrownBy(() -> new NetlinkKernel(protocol -> new Refusing(ENOENT)).observe())
                .isInstanceOf(KernelUnavailableException.class)
                .hasMessage("this kernel has no IPVS: load module ip_vs, or boot a kernel with CONFIG_IP_VS");
    }

    @Test
    void saysThatThePrivilegeIsMissing() {
        assertThatThrownBy(() -> new NetlinkKernel(protocol -> new Refusing(EPERM)).observe())
                .isInstanceOf(KernelUnavailableException.class)
                .hasMessageStartingWith("no privilege: CAP_NET_ADMIN in the host's own user namespace is needed; run as"
                        + " root or give the container that capability (");
    }

    @Test
    void isNotAskedForChangesBeforeItWasRead() {
        List<KernelOp> operations = List.of(new KernelOp.BindVip(Ip.parse("10.96.0.1")));
        assertThatThrownBy(() -> new NetlinkKernel().apply(operations)).isInstanceOf(KernelUnavailableException.class);
    }

    /** A kernel that refuses whatever it is asked with one errno: {@code struct nlmsgerr} behind a header. */
    private static final class Refusing implements Transport {
        private final int errno;
        private int sequence;

        Refusing(int errno) {
            this.errno = errno;
        }

        @Override
        public int maxSend() {
            return 65536;
        }

        @Override
        public void send(ByteBuffer datagram) {
            sequence = datagram.duplicate().order(ByteOrder.nativeOrder()).getInt(datagram.position() + 8);
        }

        @Override
        public int receive(ByteBuffer into, int timeoutMillis) {
            into.clear().limit(36);
            into.putInt(36)
                    .putShort((short) 2)
                    .putShort((short) 0)
                    .putInt(sequence)
                    .putInt(0);
            into.putInt(-errno)
                    .putInt(16)
                    .putShort((short) 0)
                    .putShort((short) 0)
                    .putInt(sequence)
                    .putInt(0);
            into.flip();
            return 0;
        }

        @Override
        public void close() {}
    }
}
