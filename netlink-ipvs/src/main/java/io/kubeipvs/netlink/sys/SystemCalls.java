package io.kubeipvs.netlink.sys;

import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.SyscallException;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;

/** The C library, and the errors of its functions. */
final class SystemCalls {
    /** Found in the process itself, as the JVM has loaded it: a search by name reads every folder of libraries. */
    static final LibC LIBC = LibraryLoader.create(LibC.class).load(LibraryLoader.DEFAULT_LIBRARY);

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
