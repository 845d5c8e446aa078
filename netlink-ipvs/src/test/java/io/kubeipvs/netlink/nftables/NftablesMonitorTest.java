package io.kubeipvs.netlink.nftables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.Golden;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.ScriptedTransport;
import io.kubeipvs.netlink.SyscallException;
import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.nftables.NftablesMonitor.Event;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The monitor over notifications that a kernel sent. */
class NftablesMonitorTest {
    /** Of the socket that made the transactions, as the messages have it in their headers. */
    private static final int REQUESTER = 0xc8dff8e8;

    private static final int NFT = 187;
    private static final int PORT = 12;
    private static final int FAMILY = 16;
    private static final int GENERATION_ID = 19;
    private static final int TABLE_NAME = 24;
    /** Of the first of two messages. */
    private static final int FIRST_BYTES = 64;

    private static final NftTable.Key KUBE = new NftTable.Key(NftFamily.IP, "kube");
    private static final byte[] CREATED = Golden.bytes("nftables/event-table-created");
    private static final byte[] ELEMENTS = Golden.bytes("nftables/event-elements-added");
    private static final byte[] GENERATION = Golden.bytes("nftables/event-generation");
    private static final Event NEW_GENERATION = new Event.Generation(1, NFT, "nft");
    private static final Event CHANGED = new Event.TableChanged(KUBE, REQUESTER);

    private final ScriptedTransport kernel = new ScriptedTransport((sent, replies) -> {});
    private final NftablesMonitor monitor = NftablesMonitor.over(kernel, port -> false);

    @Test
    void aTransactionIsOneEventOfItsTableAndItsGeneration() throws Exception {
        kernel.unasked().datagram(CREATED);
        kernel.unasked().datagram(GENERATION);
        kernel.unasked().datagram(ELEMENTS);
        kernel.unasked().datagram(ELEMENTS);
        kernel.unasked().datagram(GENERATION);
        assertThat(all(monitor)).containsExactly(CHANGED, NEW_GENERATION, CHANGED, NEW_GENERATION);
    }

    @Test
    void theNextTransactionIsReportedAgain() throws Exception {
        kernel.unasked().datagram(ELEMENTS);
        kernel.unasked().datagram(GENERATION);
        kernel.unasked().datagram(ofNextGeneration(ELEMENTS));
        kernel.unasked().datagram(GENERATION);
        assertThat(all(monitor)).containsExactly(CHANGED, NEW_GENERATION, CHANGED, NEW_GENERATION);
    }

    @Test
    void theNextTransactionIsReportedAgainWithoutTheEndOfTheLast() throws Exception {
        kernel.unasked().datagram(ELEMENTS);
        kernel.unasked().failure(new SyscallException("recvmsg", Errno.ENOBUFS));
        kernel.unasked().datagram(ofNextGeneration(ELEMENTS));
        assertThat(all(monitor)).containsExactly(CHANGED, new Event.Lost(), CHANGED);
    }

    @Test
    void anotherRequesterAndAnotherTableAreOtherEvents() throws Exception {
        kernel.unasked().datagram(ELEMENTS, requestedBy(NFT, ELEMENTS), ofFamily(NftFamily.IP6, ELEMENTS));
        kernel.unasked().datagram(named("kuba", ELEMENTS));
        assertThat(all(monitor))
                .containsExactly(
                        CHANGED,
                        new Event.TableChanged(KUBE, NFT),
                        // The second message of each datagram is as it was.
                        CHANGED,
                        new Event.TableChanged(new NftTable.Key(NftFamily.IP6, "kube"), REQUESTER),
                        CHANGED,
                        new Event.TableChanged(new NftTable.Key(NftFamily.IP, "kuba"), REQUESTER),
                        CHANGED);
    }

    @Test
    void changesOfIgnoredRequestersAreSkippedAndTheirGenerationsAreNot() throws Exception {
        NftablesMonitor own = NftablesMonitor.over(kernel, Set.of(REQUESTER, NFT)::contains);
        kernel.unasked().datagram(CREATED);
        kernel.unasked().datagram(ELEMENTS);
        kernel.unasked().datagram(GENERATION);
        assertThat(all(own)).containsExactly(NEW_GENERATION);
    }

    @Test
    void aTableOfAnUnknownFamilyIsSkipped() throws Exception {
        kernel.unasked().datagram(Arrays.copyOf(changed(ELEMENTS, FAMILY, (byte) 99), FIRST_BYTES));
        assertThat(all(monitor)).isEmpty();
    }

    @Test
    void anUnreadableMessageIsALossAndNoEndOfTheEvents() throws Exception {
        kernel.unasked().datagram(Arrays.copyOf(ELEMENTS, 30));
        kernel.unasked().datagram(ELEMENTS);
        assertThat(all(monitor)).containsExactly(new Event.Lost(), CHANGED);
    }

    @Test
    void otherFailuresAreThrown() {
        kernel.unasked().failure(new SyscallException("recvmsg", Errno.ENOMEM));
        assertThatExceptionOfType(SyscallException.class).isThrownBy(() -> monitor.next(Duration.ZERO));
    }

    private static List<Event> all(NftablesMonitor monitor) throws NetlinkException {
        List<Event> events = new ArrayList<>();
        Optional<Event> next = monitor.next(Duration.ZERO);
        while (next.isPresent()) {
            events.add(next.get());
            next = monitor.next(Duration.ZERO);
        }
        return events;
    }

    private static byte[] requestedBy(int portId, byte[] datagram) {
        byte[] copy = datagram.clone();
        ByteBuffer.wrap(copy).order(ByteOrder.nativeOrder()).putInt(PORT, portId);
        return copy;
    }

    private static byte[] ofNextGeneration(byte[] datagram) {
        byte[] first = Arrays.copyOf(datagram, FIRST_BYTES);
        return changed(first, GENERATION_ID, (byte) (first[GENERATION_ID] + 1));
    }

    private static byte[] ofFamily(NftFamily family, byte[] datagram) {
        return changed(datagram, FAMILY, (byte) family.number());
    }

    private static byte[] named(String table, byte[] datagram) {
        byte[] copy = datagram.clone();
        for (int i = 0; i < table.length(); i++) {
            copy[TABLE_NAME + i] = (byte) table.charAt(i);
        }
        return copy;
    }

    private static byte[] changed(byte[] datagram, int at, byte value) {
        byte[] copy = datagram.clone();
        copy[at] = value;
        return copy;
    }
}
