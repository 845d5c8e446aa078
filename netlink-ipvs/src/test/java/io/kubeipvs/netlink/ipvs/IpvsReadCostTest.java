package io.kubeipvs.netlink.ipvs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.kubeipvs.netlink.Golden;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.Transport;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The cost of reading one virtual server with its real servers: requests to the kernel, and bytes allocated. */
class IpvsReadCostTest {
    private static final int REAL_SERVERS = 5;
    private static final int WARM_UP = 2_000;
    private static final int ROUNDS = 1_000;
    /** Bytes of the records, the lists and the parsing: 3,300 were measured. */
    private static final long MOST_BYTES = 4_000;

    private final Answering kernel = new Answering();

    @Test
    void takesTwoRequestsAndFewBytes() throws Exception {
        try (IpvsClient client = IpvsClient.over(kernel)) {
            IpvsService.Key key = client.services().get(0).key();
            kernel.requests = 0;
            Optional<IpvsService> service = client.service(key);
            List<IpvsDestination> destinations = client.destinations(key);
            assertThat(kernel.requests).isEqualTo(2);
            assertThat(service).isPresent();
            assertThat(destinations).hasSize(REAL_SERVERS);

            read(client, key, WARM_UP);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long thread = Thread.currentThread().getId();
            long before = threads.getThreadAllocatedBytes(thread);
            read(client, key, ROUNDS);
            long bytes = (threads.getThreadAllocatedBytes(thread) - before) / ROUNDS;
            assertThat(bytes).isLessThan(MOST_BYTES);
        }
    }

    private static void read(IpvsClient client, IpvsService.Key key, int times) throws NetlinkException {
        for (int i = 0; i < times; i++) {
            client.service(key);
            client.destinations(key);
        }
    }

    /** Answers with messages that a kernel sent, and allocates nothing. */
    private static final class Answering implements Transport {
        private static final int CONTROLLER = 16;
        private static final int GET_SERVICE = 4;
        private static final int DUMP = 0x300;

        private final byte[] service = first(Golden.bytes("ipvs/list-services"));
        private final byte[] destination = first(Golden.bytes("ipvs/list-destinations-v4"));
        private final ByteBuffer answer = ByteBuffer.allocateDirect(65536).order(ByteOrder.nativeOrder());
        private int requests;

        private static byte[] first(byte[] datagram) {
            int length =
                    ByteBuffer.wrap(datagram).order(ByteOrder.nativeOrder()).getInt();
            return Arrays.copyOf(datagram, length);
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
        public void send(ByteBuffer datagram) {
            requests++;
            int sequence = datagram.getInt(8);
            boolean isDump = (datagram.getShort(6) & DUMP) == DUMP;
            answer.clear();
            if (datagram.getShort(4) == CONTROLLER) {
                answer.putInt(28)
                        .putShort((short) CONTROLLER)
                        .putShort((short) 0)
                        .putInt(sequence)
                        .putInt(1);
                answer.putInt(1)
                        .putShort((short) 6)
                        .putShort((short) 1)
                        .putShort((short) 0x20)
                        .putShort((short) 0);
            } else {
                boolean isService = datagram.get(16) == GET_SERVICE;
                for (int i = 0; i < (isService ? 1 : REAL_SERVERS); i++) {
                    int at = answer.position();
                    answer.put(isService ? service : destination).putInt(at + 8, sequence);
                }
            }
            int end = isDump ? 3 : 2;
            answer.putInt(isDump ? 20 : 36)
                    .putShort((short) end)
                    .putShort((short) 0)
                    .putInt(sequence)
                    .putInt(1);
            answer.putInt(0);
            if (!isDump) {
                answer.putInt(16).putInt(0).putInt(sequence).putInt(1);
            }
            answer.flip();
        }

        @Override
        public int receive(ByteBuffer into, int timeoutMillis) {
            into.clear();
            into.put(answer).flip();
            return 0;
        }

        @Override
        public void close() {}
    }
}
