package io.kubeipvs.netlink;

/** Received bytes that are not what the protocol allows; says where, by attribute path and byte offset. */
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

    public String path() {
        return path;
    }

    public int offset() {
        return offset;
    }
}
