package io.kubeipvs.netlink.sys;

import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.SyscallException;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;

/** The one loaded C library, and the errors of its functions. */
final class SystemCalls {
    static final LibC LIBC = LibraryLoader.create(LibC.class).load("c");

    private static final Runtime RUNTIME = Runtime.getRuntime(LIBC);

    private SystemCalls() {}

    /** The calling thread's errno; to be read right after the call that failed. */
    static Errno errno() {
        return new Errno(RUNTIME.getLastError());
    }

    /** Passes a call's result through unless it is the failure -1. */
    static long check(String call, long result) throws SyscallException {
        if (result == -1) {
            throw new SyscallException(call, errno());
        }
        return result;
    }
}
