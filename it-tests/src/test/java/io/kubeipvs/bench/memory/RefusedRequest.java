package io.kubeipvs.bench.memory;

/** The kernel refuses a request. Numbers: {@code include/uapi/asm-generic/errno*.h}. */
public final class RefusedRequest extends Exception {
    static final int ENOENT = 2;
    static final int ESRCH = 3;
    static final int EEXIST = 17;
    static final int ENODEV = 19;
    static final int EINVAL = 22;
    static final int ERESTART = 85;
    static final int EOPNOTSUPP = 95;
    static final int EADDRNOTAVAIL = 99;

    private static final long serialVersionUID = 1L;

    private final int errno;

    RefusedRequest(int errno) {
        super("errno " + errno, null, false, false);
        this.errno = errno;
    }

    int errno() {
        return errno;
    }
}
