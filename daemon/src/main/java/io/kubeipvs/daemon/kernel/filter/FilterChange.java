package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.core.kernel.AddressSet;
import io.kubeipvs.core.kernel.FilterOp;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.netlink.nftables.NftChange;
import java.util.List;
import java.util.Map;

/** The elements that operations change: those before them, and those after them. */
final class FilterChange implements FilterOp.Cases<FilterChange> {
    private final Map<Family, ToFilter> tables;
    private final FilterElements before = new FilterElements();
    private final FilterElements after = new FilterElements();

    private FilterChange(Map<Family, ToFilter> tables) {
        this.tables = tables;
    }

    /**
     * The changes of elements that make the operations: for each set one change that removes elements, and one that adds
     * elements.
     *
     * @throws IllegalArgumentException when this kernel cannot express an operation
     */
    static List<NftChange> of(List<FilterOp> operations, Map<Family, ToFilter> tables) {
        FilterChange change = new FilterChange(tables);
        operations.forEach(op -> op.on(change));
        return change.before.become(change.after);
    }

    private FilterChange remove(FilterElements elements) {
        before.addAll(elements);
        return this;
    }

    private FilterChange add(FilterElements elements) {
        after.addAll(elements);
        return this;
    }

    @Override
    public FilterChange putAdmission(FilterOp.PutAdmission op) {
        ToFilter table = admitting(op.virtualServer());
        op.before().ifPresent(old -> remove(table.admission(op.virtualServer(), old)));
        return add(table.admission(op.virtualServer(), op.admission()));
    }

    @Override
    public FilterChange dropAdmission(FilterOp.DropAdmission op) {
        return remove(admitting(op.virtualServer()).admission(op.virtualServer(), op.before()));
    }

    @Override
    public FilterChange putAddress(FilterOp.PutAddress op) {
        return add(address(op.set(), op.address()));
    }

    @Override
    public FilterChange dropAddress(FilterOp.DropAddress op) {
        return remove(address(op.set(), op.address()));
    }

    @Override
    public FilterChange putNodeFilterConfig(FilterOp.PutNodeFilterConfig op) {
        tables.values().forEach(table -> remove(table.config(op.before())).add(table.config(op.config())));
        return this;
    }

    @Override
    public FilterChange pauseNewConnections(FilterOp.PauseNewConnections op) {
        return add(pause(op.virtualServer()));
    }

    @Override
    public FilterChange resumeNewConnections(FilterOp.ResumeNewConnections op) {
        return remove(pause(op.virtualServer()));
    }

    private FilterElements pause(VirtualServer.Key key) {
        return table(key.vip().family()).pause(key);
    }

    private FilterElements address(AddressSet set, Ip ip) {
        return table(ip.family()).address(set, ip);
    }

    private ToFilter admitting(VirtualServer.Key key) {
        if (key.isByMark()) {
            throw new IllegalArgumentException("a virtual server that is found by a mark has no admission");
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
