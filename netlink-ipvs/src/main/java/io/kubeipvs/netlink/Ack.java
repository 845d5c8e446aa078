package io.kubeipvs.netlink;

/**
 * What an {@code NLMSG_ERROR} or {@code NLMSG_DONE} says.
 *
 * <pre>
 * NLMSG_ERROR: | header | -errno | request's header | request's payload unless NLM_F_CAPPED | attributes |
 * NLMSG_DONE:  | header | -errno | attributes |
 * </pre>
 *
 * <p>Attributes only with {@code NLM_F_ACK_TLVS}. Source: {@code include/uapi/linux/netlink.h, struct nlmsgerr, enum
 * nlmsgerr_attrs}; {@code net/netlink/af_netlink.c, netlink_ack}.
 *
 * @param errno 0 is success
 * @param message the kernel's text; "" for none
 * @param offset of the offending attribute in the request, bytes; -1 for none
 */
record Ack(Errno errno, String message, int offset) {

    private static final int ATTRIBUTE_MESSAGE = 1;
    private static final int ATTRIBUTE_OFFSET = 2;
    private static final AttributeNames NAMES =
            AttributeNames.of("NLMSGERR_ATTR_", "UNUSED", "MSG", "OFFS", "COOKIE", "POLICY", "MISS_TYPE", "MISS_NEST");
    private static final int ERRNO_SIZE = 4;

    static Ack ofError(Message error) throws MalformedMessageException {
        int attributes = ERRNO_SIZE + MessageHeader.SIZE;
        if (!error.has(MessageFlags.CAPPED)) {
            int echoed = error.header32(ERRNO_SIZE + MessageHeader.LENGTH);
            attributes = ERRNO_SIZE + Math.max(MessageHeader.SIZE, MessageHeader.align(echoed));
        }
        return decode(error, attributes);
    }

    /** A dump's end; old kernels may leave its errno out, which is success. */
    static Ack ofDone(Message done) throws MalformedMessageException {
        return decode(done, ERRNO_SIZE);
    }

    boolean isSuccess() {
        return errno.code() == 0;
    }

    @Override
    public String toString() {
        return errno + (message.isEmpty() ? "" : ": " + message) + (offset < 0 ? "" : " (at byte " + offset + ")");
    }

    private static Ack decode(Message message, int attributesAt) throws MalformedMessageException {
        Errno errno = new Errno(-message.header32(0));
        String text = "";
        int offset = -1;
        if (message.has(MessageFlags.ACK_ATTRIBUTES)) {
            AttributeReader in = message.attributes(attributesAt, NAMES);
            while (in.next()) {
                if (in.type() == ATTRIBUTE_MESSAGE) {
                    text = in.cstring();
                } else if (in.type() == ATTRIBUTE_OFFSET) {
                    offset = in.u32();
                }
            }
        }
        return new Ack(errno, text, offset);
    }
}
