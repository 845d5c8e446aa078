package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.Layout;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.Message;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.Subscription;
import io.kubeipvs.netlink.Transport;
import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.netfilter.Subsystem;
import io.kubeipvs.netlink.sys.NativeTransport;
import java.util.Optional;

/**
 * Subscriptions to changes of the rule set of the calling thread's network namespace, by any program. They need
 * CAP_NET_ADMIN. Source: {@code net/netfilter/nf_tables_api.c, nf_tables_commit}.
 */
public final class NftEvents {
    /** {@code NFNLGRP_NFTABLES} of {@code nfnetlink.h, enum nfnetlink_groups}. */
    static final int GROUP = 7;

    private static final int MESSAGE_BITS = 0xFF;

    /** {@code NFTA_TABLE_NAME}, and {@code NFTA_CHAIN_TABLE} and its like, which have the same number. */
    static final int TABLE_NAME = TableCodec.Attr.NAME;

    private NftEvents() {}

    /** Subscribes to everything that happens. */
    public static Subscription<NftEvent> open() throws NetlinkException {
        return over(NativeTransport.open(NetlinkProtocol.NETFILTER, GROUP));
    }

    /** Makes a subscription of a transport that has joined the group, takes it over and closes it when it is closed. */
    public static Subscription<NftEvent> over(Transport transport) {
        return new Subscription<>(transport, NftEvents::decode, new NftEvent.Lost());
    }

    /** Empty for what this library does not make, such as counters with a name. */
    static Optional<NftEvent> decode(Message message) throws MalformedMessageException {
        if (Subsystem.of(message.type()) != Subsystem.NFTABLES) {
            return Optional.empty();
        }
        return switch (message.type() & MESSAGE_BITS) {
            case NftMessage.NEWTABLE, NftMessage.DELTABLE ->
                change(message, NftEvent.Kind.TABLE, TableCodec.Attr.LAYOUT, TableCodec.Attr.NAME);
            case NftMessage.NEWCHAIN, NftMessage.DELCHAIN ->
                change(message, NftEvent.Kind.CHAIN, ChainCodec.Attr.LAYOUT, ChainCodec.Attr.NAME);
            case NftMessage.NEWRULE, NftMessage.DELRULE ->
                change(message, NftEvent.Kind.RULE, RuleCodec.Attr.LAYOUT, RuleCodec.Attr.CHAIN);
            case NftMessage.NEWSET, NftMessage.DELSET ->
                change(message, NftEvent.Kind.SET, SetCodec.Attr.LAYOUT, SetCodec.Attr.NAME);
            case NftMessage.NEWSETELEM, NftMessage.DELSETELEM ->
                change(message, NftEvent.Kind.ELEMENT, ElementCodec.MessageAttr.LAYOUT, ElementCodec.MessageAttr.SET);
            case NftMessage.NEWGEN -> Optional.of(GenerationCodec.decode(message));
            default -> Optional.empty();
        };
    }

    private static Optional<NftEvent> change(Message message, NftEvent.Kind kind, Layout layout, int nameAttribute)
            throws MalformedMessageException {
        Optional<NftFamily> family = NftHeader.family(message);
        if (family.isEmpty()) {
            return Optional.empty();
        }
        String table = null;
        String name = null;
        AttributeReader in = message.attributes(layout);
        while (in.next()) {
            if (in.type() == TABLE_NAME) {
                table = in.cstring();
            }
            if (in.type() == nameAttribute) {
                name = in.cstring();
            }
        }
        if (table == null || name == null) {
            throw in.missing(table == null ? TABLE_NAME : nameAttribute);
        }
        try {
            return Optional.of(event(message, kind, new NftTable.Key(family.get(), table), name));
        } catch (IllegalArgumentException impossible) {
            throw in.malformed(impossible);
        }
    }

    private static NftEvent event(Message message, NftEvent.Kind kind, NftTable.Key table, String name) {
        return isRemoval(message.type() & MESSAGE_BITS)
                ? new NftEvent.Removed(kind, table, name)
                : new NftEvent.Put(kind, table, name);
    }

    private static boolean isRemoval(int message) {
        return switch (message) {
            case NftMessage.DELTABLE,
                    NftMessage.DELCHAIN,
                    NftMessage.DELRULE,
                    NftMessage.DELSET,
                    NftMessage.DELSETELEM -> true;
            default -> false;
        };
    }
}
