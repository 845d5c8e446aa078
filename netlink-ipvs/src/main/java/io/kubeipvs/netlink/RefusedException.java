package io.kubeipvs.netlink;

/** The kernel's "no" to a single request. */
public final class RefusedException extends NetlinkException {

    private final String operation;
    private final Errno errno;
    private final String kernelMessage;
    private final int offset;
    private final int sequence;

    RefusedException(String operation, Ack ack, int sequence) {
        super(operation + " refused: " + ack);
        this.operation = operation;
        this.errno = ack.errno();
        this.kernelMessage = ack.message();
        this.offset = ack.offset();
        this.sequence = sequence;
    }

    /** What was asked, in words. */
    public String operation() {
        return operation;
    }

    public Errno errno() {
        return errno;
    }

    /** The kernel's extended acknowledgement text; "" when it gave none. */
    public String kernelMessage() {
        return kernelMessage;
    }

    /** Where in the request the offending attribute starts, in bytes from the message header; -1 when not told. */
    public int offset() {
        return offset;
    }

    /** The refused request's sequence number. */
    public int sequence() {
        return sequence;
    }
}
