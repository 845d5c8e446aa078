package io.kubeipvs.netlink;

/** The flags of a message header. Source: {@code include/uapi/linux/netlink.h, NLM_F_*}. */
public final class MessageFlags {
    /** {@code NLM_F_REQUEST}: set on everything sent to the kernel. */
    public static final int REQUEST = 0x1;
    /** {@code NLM_F_ACK}: answer success too, not only failure. */
    public static final int ACK = 0x4;
    /** {@code NLM_F_DUMP_INTR}: what is being listed changed meanwhile; may stand on one part alone. */
    public static final int DUMP_INTERRUPTED = 0x10;

    /** {@code NLM_F_DUMP}, on a get request: list all. */
    public static final int DUMP = 0x300;
    /** {@code NLM_F_EXCL}, on a new request: refuse with {@code EEXIST} what exists. */
    public static final int EXCLUSIVE = 0x200;
    /** {@code NLM_F_REPLACE}, on a new request: replaces an existing object. */
    public static final int REPLACE = 0x100;
    /** {@code NLM_F_CREATE}, on a new request: create what does not exist. */
    public static final int CREATE = 0x400;
    /** {@code NLM_F_APPEND}, on a new request: put it behind what exists. */
    public static final int APPEND = 0x800;

    /** {@code NLM_F_CAPPED}, on an acknowledgement: the request's payload is not echoed. */
    public static final int CAPPED = 0x100;
    /** {@code NLM_F_ACK_TLVS}, on an acknowledgement: extended acknowledgement attributes follow. */
    public static final int ACK_ATTRIBUTES = 0x200;

    private MessageFlags() {}
}
