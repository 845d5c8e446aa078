package io.kubeipvs.netlink;

/** Received bytes that break the protocol, with the place: attribute path and byte offset. */
public final class MalformedMessageException extends NetlinkException {
    private final String path;
    private final int offset;

    /**
     * @param path the attributes walked, outermost first, joined by {@code /}; "" outside any attribute
     * @param offset bytes from the start of the datagram
     */
    public MalformedMessageException(String path, int offset, String problem) {
        super((path.isEmpty() ? "" : path + ": ") + problem + " (at byte " + offset + ")");
        this.path = path;
        this.offset = offset;
    }

    /** As above, for bytes that a value refused. */
    MalformedMessageException(String path, int offset, IllegalArgumentException refused) {
        super((path.isEmpty() ? "" : path + ": ") + refused.getMessage() + " (at byte " + offset + ")", refused);
        this.path = path;
        this.offset = offset;
    }

    public String path() {
        return path;
    }

    public int offset() {
        return offset;
    }
}
