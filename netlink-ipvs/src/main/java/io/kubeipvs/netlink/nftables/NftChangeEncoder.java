package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.Encoder;
import io.kubeipvs.netlink.Layout;
import io.kubeipvs.netlink.MessageFlags;
import io.kubeipvs.netlink.RequestWriter;

/** Changes as the messages of a transaction. A list of elements has to fit one: {@link ElementSize#pieces}. */
final class NftChangeEncoder implements Encoder<NftChange>, NftChange.Cases<Void> {
    private RequestWriter out;

    @Override
    public void encode(NftChange change, RequestWriter into) {
        out = into;
        change.on(this);
    }

    @Override
    public Void putTable(NftChange.PutTable change) {
        TableCodec.write(
                put(NftMessage.NEWTABLE, change.how(), change.table().key(), TableCodec.Attr.LAYOUT), change.table());
        return null;
    }

    @Override
    public Void removeTable(NftChange.RemoveTable change) {
        int message = removal(change.how(), NftMessage.DELTABLE, NftMessage.DESTROYTABLE);
        TableCodec.writeKey(begin(message, 0, change.key(), TableCodec.Attr.LAYOUT), change.key());
        return null;
    }

    @Override
    public Void putChain(NftChange.PutChain change) {
        NftTable.Key table = change.chain().key().table();
        ChainCodec.write(put(NftMessage.NEWCHAIN, change.how(), table, ChainCodec.Attr.LAYOUT), change.chain());
        return null;
    }

    @Override
    public Void removeChain(NftChange.RemoveChain change) {
        int message = removal(change.how(), NftMessage.DELCHAIN, NftMessage.DESTROYCHAIN);
        ChainCodec.writeKey(begin(message, 0, change.key().table(), ChainCodec.Attr.LAYOUT), change.key());
        return null;
    }

    /** A rule's deletion that names no rule means all. */
    @Override
    public Void flushChain(NftChange.FlushChain change) {
        AttributeWriter attributes = begin(NftMessage.DELRULE, 0, change.key().table(), RuleCodec.Attr.LAYOUT);
        attributes.cstring(RuleCodec.Attr.TABLE, change.key().table().name());
        attributes.cstring(RuleCodec.Attr.CHAIN, change.key().name());
        return null;
    }

    @Override
    public Void putSet(NftChange.PutSet change) {
        NftTable.Key table = change.set().key().table();
        SetCodec.write(put(NftMessage.NEWSET, change.how(), table, SetCodec.Attr.LAYOUT), change.set());
        return null;
    }

    @Override
    public Void removeSet(NftChange.RemoveSet change) {
        int message = removal(change.how(), NftMessage.DELSET, NftMessage.DESTROYSET);
        SetCodec.writeKey(begin(message, 0, change.key().table(), SetCodec.Attr.LAYOUT), change.key());
        return null;
    }

    /** A deletion of elements that lists none means all. */
    @Override
    public Void flushSet(NftChange.FlushSet change) {
        NftTable.Key table = change.key().table();
        ElementCodec.writeSet(begin(NftMessage.DELSETELEM, 0, table, ElementCodec.MessageAttr.LAYOUT), change.key());
        return null;
    }

    @Override
    public Void putElements(NftChange.PutElements change) {
        NftSet.Key key = change.set().key();
        AttributeWriter attributes =
                put(NftMessage.NEWSETELEM, change.how(), key.table(), ElementCodec.MessageAttr.LAYOUT);
        ElementCodec.writeSet(attributes, key);
        ElementCodec.write(attributes, change.set(), change.elements());
        return null;
    }

    @Override
    public Void removeElements(NftChange.RemoveElements change) {
        NftSet.Key key = change.set().key();
        int message = removal(change.how(), NftMessage.DELSETELEM, NftMessage.DESTROYSETELEM);
        AttributeWriter attributes = begin(message, 0, key.table(), ElementCodec.MessageAttr.LAYOUT);
        ElementCodec.writeSet(attributes, key);
        ElementCodec.writeKeys(attributes, change.set(), change.elements());
        return null;
    }

    @Override
    public Void addRule(NftChange.AddRule change) {
        int flags = MessageFlags.CREATE | MessageFlags.APPEND;
        RuleCodec.write(change.rule(), change.behind(), beginRule(NftMessage.NEWRULE, flags, change.rule()));
        return null;
    }

    @Override
    public Void insertRule(NftChange.InsertRule change) {
        RuleCodec.write(
                change.rule(), change.before(), beginRule(NftMessage.NEWRULE, MessageFlags.CREATE, change.rule()));
        return null;
    }

    @Override
    public Void replaceRule(NftChange.ReplaceRule change) {
        RuleCodec.write(change.rule(), beginRule(NftMessage.NEWRULE, MessageFlags.REPLACE, change.rule()));
        return null;
    }

    @Override
    public Void removeRule(NftChange.RemoveRule change) {
        int message = removal(change.how(), NftMessage.DELRULE, NftMessage.DESTROYRULE);
        RuleCodec.writeKey(change.rule(), beginRule(message, 0, change.rule()));
        return null;
    }

    private AttributeWriter beginRule(int message, int flags, NftRule rule) {
        return begin(message, flags, rule.chain().table(), RuleCodec.Attr.LAYOUT);
    }

    private AttributeWriter put(int message, NftChange.Put how, NftTable.Key table, Layout layout) {
        int exclusive = how == NftChange.Put.CREATE ? MessageFlags.EXCLUSIVE : 0;
        return begin(message, MessageFlags.CREATE | exclusive, table, layout);
    }

    private AttributeWriter begin(int message, int flags, NftTable.Key table, Layout layout) {
        return NftHeader.begin(out, message, flags, table.family(), layout);
    }

    private static int removal(NftChange.Remove how, int delete, int destroy) {
        return how == NftChange.Remove.DELETE ? delete : destroy;
    }
}
