package io.kubeipvs.netlink;

/**
 * The content of an {@code NLMSG_ERROR} or {@code NLMSG_DONE}.
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
 * @param missingType of an attribute that should have been there, since Linux 6.1; -1 for none
 * @param missingNest the offset of the attribute in which it should have been, bytes; -1 for the top level
 */
record Ack(Errno errno, String message, int offset, int missingType, int missingNest) {
    private static final int ATTRIBUTE_MESSAGE = 1;
    private static final int ATTRIBUTE_OFFSET = 2;
    private static final int ATTRIBUTE_MISSING_TYPE = 5;
    private static final int ATTRIBUTE_MISSING_NEST = 6;
    private static final AttributeNames NAMES =
            AttributeNames.of("NLMSGERR_ATTR_", "UNUSED", "MSG", "OFFS", "COOKIE", "POLICY", "MISS_TYPE", "MISS_NEST");
    private static final int ERRNO_SIZE = 4;

    /** A yes or no without further words. */
    Ack(Errno errno) {
        this(errno, "", -1, -1, -1);
    }

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

    private static Ack decode(Message message, int attributesAt) throws MalformedMessageException {
        Errno errno = new Errno(-message.header32(0));
        if (!message.has(MessageFlags.ACK_ATTRIBUTES)) {
            return new Ack(errno);
        }
        String text = "";
        int offset = -1;
        int missingType = -1;
        int missingNest = -1;
        AttributeReader in = message.attributes(new Layout(attributesAt, NAMES));
        while (in.next()) {
            switch (in.type()) {
                case ATTRIBUTE_MESSAGE -> text = in.cstring();
                case ATTRIBUTE_OFFSET -> offset = in.u32();
                case ATTRIBUTE_MISSING_TYPE -> missingType = in.u32();
                case ATTRIBUTE_MISSING_NEST -> missingNest = in.u32();
                default -> {
                    // the cookie and the policy are for other families
                }
            }
        }
        return new Ack(errno, text, offset, missingType, missingNest);
    }
}
