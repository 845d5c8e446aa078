package io.kubeipvs.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.Transport;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CountedTransportTest {
    private final List<ByteBuffer> sent = new ArrayList<>();
    private final List<Integer> counted = new ArrayList<>();
    private boolean isRefusing;

    private final Transport transport = new CountedTransport(new Sending(), counted::add);

    @Test
    void countsTheMessagesOfADatagramAndPassesItOn() throws Exception {
        // The second one is followed by 3 bytes up to the next multiple of 4.
        ByteBuffer datagram = ByteBuffer.allocate(80).order(ByteOrder.nativeOrder());
        datagram.putInt(4, 20).putInt(24, 17).putInt(44, 16).position(4).limit(60);
        transport.send(datagram);
        assertThat(counted).containsExactly(3);
        assertThat(sent).containsExactly(datagram);
        assertThat(datagram.position()).isEqualTo(4);
    }

    @Test
    void endsWithALengthThatIsNone() throws Exception {
        transport.send(ByteBuffer.allocate(32));
        assertThat(counted).containsExactly(2);
    }

    @Test
    void countsNothingThatWasNotTaken() {
        isRefusing = true;
        assertThatThrownBy(() -> transport.send(ByteBuffer.allocate(16))).isInstanceOf(NetlinkException.class);
        assertThat(counted).isEmpty();
    }

    private final class Sending implements Transport {
        @Override
        public int portId() {
            return 1;
        }

        @Override
        public int maxSend() {
            return 100;
        }

        @Override
        public void send(ByteBuffer datagram) throws NetlinkException {
            if (isRefusing) {
                throw new NetlinkException("no");
            }
            sent.add(datagram);
        }

        @Override
        public int receive(ByteBuffer into, int timeoutMillis) {
            return 0;
        }

        @Override
        public void close() {}
    }
}
