package io.kubeipvs.netlink.nftables;

/** Message types within the nf_tables subsystem. Source: {@code nf_tables.h, enum nf_tables_msg_types}. */
final class NftMessage {
    static final int NEWTABLE = 0;
    static final int GETTABLE = 1;
    static final int DELTABLE = 2;
    static final int NEWCHAIN = 3;
    static final int GETCHAIN = 4;
    static final int DELCHAIN = 5;
    static final int NEWRULE = 6;
    static final int GETRULE = 7;
    static final int DELRULE = 8;
    static final int NEWSET = 9;
    static final int GETSET = 10;
    static final int DELSET = 11;
    static final int NEWSETELEM = 12;
    static final int GETSETELEM = 13;
    static final int DELSETELEM = 14;
    static final int NEWGEN = 15;
    static final int GETGEN = 16;
    static final int TRACE = 17;
    static final int NEWOBJ = 18;
    static final int GETOBJ = 19;
    static final int DELOBJ = 20;
    static final int GETOBJ_RESET = 21;
    static final int NEWFLOWTABLE = 22;
    static final int GETFLOWTABLE = 23;
    static final int DELFLOWTABLE = 24;
    /** Linux 6.2. */
    static final int GETRULE_RESET = 25;
    /** Linux 6.3, like all {@code DESTROY}: as {@code DEL}, but what is absent is no error. */
    static final int DESTROYTABLE = 26;

    static final int DESTROYCHAIN = 27;
    static final int DESTROYRULE = 28;
    static final int DESTROYSET = 29;
    static final int DESTROYSETELEM = 30;
    static final int DESTROYOBJ = 31;
    static final int DESTROYFLOWTABLE = 32;
    /** Linux 6.5. */
    static final int GETSETELEM_RESET = 33;

    private NftMessage() {}
}
