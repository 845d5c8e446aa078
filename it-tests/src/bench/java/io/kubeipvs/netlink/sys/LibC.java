package io.kubeipvs.netlink.sys;

import java.nio.ByteBuffer;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.byref.IntByReference;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;

/**
 * Replaces the library's interface of this name in the copy of the program that is benchmarked: one function more. An interface
 * of its own would generate a second class at each start, which the program itself does not.
 */
public interface LibC {
    int socket(int domain, int type, int protocol);

    int bind(int descriptor, @In ByteBuffer address, int addressLength);

    int connect(int descriptor, @In ByteBuffer address, int addressLength);

    int getsockname(int descriptor, @Out ByteBuffer address, IntByReference addressLength);

    int setsockopt(int descriptor, int level, int option, @In IntByReference value, int valueLength);

    int getsockopt(int descriptor, int level, int option, @Out IntByReference value, IntByReference valueLength);

    @ssize_t
    long send(int descriptor, @In ByteBuffer data, @size_t long length, int flags);

    @ssize_t
    long sendmsg(int descriptor, @In ByteBuffer messageHeader, int flags);

    @ssize_t
    long recvmsg(int descriptor, ByteBuffer messageHeader, int flags);

    int poll(ByteBuffer descriptors, @size_t long count, int timeoutMillis);

    int eventfd(int initialValue, int flags);

    @ssize_t
    long write(int descriptor, @In ByteBuffer data, @size_t long length);

    int open(String path, int flags);

    int close(int descriptor);

    int setns(int descriptor, int type);
}
