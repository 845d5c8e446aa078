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
import io.kubeipvs.netlink.nftables.expr.NftData;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import io.kubeipvs.netlink.nftables.expr.Verdict;
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
    private final Map<VirtualServer.Key, VirtualServer> virtualServers = new HashMap<>();
    private final Map<VirtualServer.Key, Map<RealServer.Key, RealServer>> realServers = new HashMap<>();

    private FromDnat(DnatTable table) {
        this.table = table;
        this.addressBytes = table.family().address.width();
    }

    /**
     * The virtual servers. Elements that {@link ToDnat} cannot have made are ignored.
     *
     * @param elements those of a set
     */
    static Map<VirtualServer.Key, Frontend> read(
            DnatTable table, Function<NftSet, ? extends Collection<NftElement>> elements) {
        FromDnat from = new FromDnat(table);
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
        Optional<Chooser> chooser = element.data().flatMap(FromDnat::chooser).filter(one -> one.by() == sets.by);
        Optional<VirtualServer.Key> key = key(sets.by, bytes(element.from()));
        if (chooser.isPresent() && key.isPresent()) {
            virtualServers.put(key.get(), chooser.get().server(key.get()));
        }
    }

    private void server(DnatSets sets, NftElement element) {
        ByteBuffer bytes = bytes(element.from());
        Optional<VirtualServer.Key> key = key(sets.by, bytes);
        RealServer.Key server = new RealServer.Key(address(bytes), port(bytes));
        ByteBuffer facts =
                bytes(element.data().map(NftValue.class::cast).orElseThrow()).order(ByteOrder.nativeOrder());
        RealServer found = new RealServer(server, facts.getInt(), new ConnectionLimits(facts.getInt(), facts.getInt()));
        key.ifPresent(
                of -> realServers.computeIfAbsent(of, none -> new HashMap<>()).put(server, found));
    }

    private static Optional<Chooser> chooser(NftData data) {
        return data instanceof Verdict verdict ? Chooser.named(verdict.chain()) : Optional.empty();
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
        bytes.position(Integer.BYTES);
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
