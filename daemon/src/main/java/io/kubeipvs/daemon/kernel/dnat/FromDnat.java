package io.kubeipvs.daemon.kernel.dnat;

import io.kubeipvs.core.kernel.ConnectionLimits;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.Mark;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.daemon.kernel.translation.FromNetlink;
import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.nftables.NftElement;
import io.kubeipvs.netlink.nftables.NftSet;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads virtual servers with their real servers from the elements of one family's table. */
final class FromDnat {
    private final DnatTable table;
    private final int addressBytes;
    private final ChooserNumbers choosers;
    private final Map<VirtualServer.Key, VirtualServer> virtualServers = new HashMap<>();
    private final Map<VirtualServer.Key, Map<RealServer.Key, RealServer>> realServers = new HashMap<>();

    private FromDnat(DnatTable table, ChooserNumbers choosers) {
        this.table = table;
        this.choosers = choosers;
        this.addressBytes = table.family().address.width();
    }

    /**
     * The virtual servers. Elements that {@link ToDnat} cannot have made are ignored.
     *
     * @param choosers those in the kernel
     * @param elements those of a set
     */
    static Map<VirtualServer.Key, Frontend> read(
            DnatTable table, ChooserNumbers choosers, Function<NftSet, ? extends Collection<NftElement>> elements) {
        FromDnat from = new FromDnat(table, choosers);
        for (DnatSets sets : table.sets()) {
            elements.apply(sets.choices).forEach(element -> from.choice(sets, element));
            elements.apply(sets.servers).forEach(element -> from.server(sets, element));
        }
        Map<VirtualServer.Key, Frontend> frontends = new HashMap<>();
        from.virtualServers.forEach((key, server) ->
                frontends.put(key, new Frontend(server, from.realServers.getOrDefault(key, Map.of()))));
        return frontends;
    }

    private void choice(DnatSets sets, NftElement element) {
        Optional<Chooser> chooser =
                choosers.chooser(data(element).getInt(Integer.BYTES)).filter(one -> one.by() == sets.by);
        Optional<VirtualServer.Key> key = key(sets.by, bytes(element.from()));
        if (chooser.isPresent() && key.isPresent()) {
            virtualServers.put(key.get(), chooser.get().server(key.get()));
        }
    }

    private void server(DnatSets sets, NftElement element) {
        ByteBuffer bytes = bytes(element.from());
        RealServer.Key server = new RealServer.Key(address(bytes), port(bytes));
        Optional<VirtualServer.Key> key = key(sets.by, bytes);
        ByteBuffer facts = data(element);
        RealServer found = new RealServer(server, facts.getInt(), new ConnectionLimits(facts.getInt(), facts.getInt()));
        key.ifPresent(
                of -> realServers.computeIfAbsent(of, none -> new HashMap<>()).put(server, found));
    }

    /** Numbers in the order of this processor. */
    private static ByteBuffer data(NftElement element) {
        return bytes(element.data().map(NftValue.class::cast).orElseThrow()).order(ByteOrder.nativeOrder());
    }

    /** The key that begins here; the position is behind it afterwards. */
    private Optional<VirtualServer.Key> key(FoundBy by, ByteBuffer bytes) {
        if (by == FoundBy.MARK) {
            int mark = bytes.order(ByteOrder.nativeOrder()).getInt();
            bytes.order(ByteOrder.BIG_ENDIAN);
            return Mark.isOurs(mark)
                    ? Optional.of(VirtualServer.Key.ofMark(table.family().family, mark))
                    : Optional.empty();
        }
        int number = Byte.toUnsignedInt(bytes.get());
        bytes.position(bytes.position() + Integer.BYTES - 1);
        Ip vip = address(bytes);
        int port = port(bytes);
        return Arrays.stream(Protocol.values())
                .filter(protocol -> protocol.number() == number && port != 0)
                .findFirst()
                .map(protocol -> new VirtualServer.Key(vip, port, protocol));
    }

    private Ip address(ByteBuffer bytes) {
        byte[] address = new byte[addressBytes];
        bytes.get(address);
        return FromNetlink.ip(Address.of(address));
    }

    private static int port(ByteBuffer bytes) {
        int port = Short.toUnsignedInt(bytes.getShort());
        bytes.getShort();
        return port;
    }

    private static ByteBuffer bytes(NftValue value) {
        return ByteBuffer.wrap(value.bytes());
    }
}
