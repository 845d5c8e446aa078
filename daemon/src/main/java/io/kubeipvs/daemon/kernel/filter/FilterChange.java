package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.core.kernel.AddressSet;
import io.kubeipvs.core.kernel.FilterOp;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.netlink.nftables.NftChange;
import java.util.List;
import java.util.Map;

/** The elements that some operations are about: what is there before them, and what shall be there behind them. */
final class FilterChange implements FilterOp.Cases<Void> {
    private final Map<Family, ToFilter> tables;
    private final FilterElements before = new FilterElements();
    private final FilterElements after = new FilterElements();

    private FilterChange(Map<Family, ToFilter> tables) {
        this.tables = tables;
    }

    /**
     * What the operations change: nothing but elements, one change for those that go from a set and one for those that
     * come.
     *
     * @throws IllegalArgumentException when one of them cannot be said to this kernel
     */
    static List<NftChange> of(List<FilterOp> operations, Map<Family, ToFilter> tables) {
        FilterChange change = new FilterChange(tables);
        operations.forEach(op -> op.on(change));
        return change.before.become(change.after);
    }

    @Override
    public Void putAdmission(FilterOp.PutAdmission op) {
        ToFilter table = table(op.virtualServer());
        op.before().ifPresent(old -> before.addAll(table.admission(op.virtualServer(), old)));
        after.addAll(table.admission(op.virtualServer(), op.admission()));
        return null;
    }

    @Override
    public Void dropAdmission(FilterOp.DropAdmission op) {
        before.addAll(table(op.virtualServer()).admission(op.virtualServer(), op.before()));
        return null;
    }

    @Override
    public Void putAddress(FilterOp.PutAddress op) {
        after.addAll(address(op.set(), op.address()));
        return null;
    }

    @Override
    public Void dropAddress(FilterOp.DropAddress op) {
        before.addAll(address(op.set(), op.address()));
        return null;
    }

    @Override
    public Void putSurroundings(FilterOp.PutSurroundings op) {
        tables.values().forEach(table -> {
            before.addAll(table.surroundings(op.before()));
            after.addAll(table.surroundings(op.surroundings()));
        });
        return null;
    }

    private FilterElements address(AddressSet set, Ip ip) {
        return table(ip.family()).address(set, ip);
    }

    private ToFilter table(VirtualServer.Key key) {
        if (key.isByMark()) {
            throw new IllegalArgumentException("nobody asks a mark");
        }
        return table(key.vip().family());
    }

    private ToFilter table(Family family) {
        if (!tables.containsKey(family)) {
            throw new IllegalArgumentException("this kernel has no " + family);
        }
        return tables.get(family);
    }
}
