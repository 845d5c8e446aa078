package io.kubeipvs.netlink;

/** A system call that failed: its name and the errno. */
public final class SyscallException extends NetlinkException {
    private final String call;
    private final Errno errno;

    public SyscallException(String call, Errno errno) {
        super(call + ": " + errno);
        this.call = call;
        this.errno = errno;
    }

    /** The call with its telling arguments, such as {@code recvmsg} or {@code open /run/netns/blue}. */
    public String call() {
        return call;
    }

    public Errno errno() {
        return errno;
    }
}
