package io.kubeipvs.bench.memory;

import java.nio.ByteBuffer;
import jnr.ffi.annotations.In;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;

/** The C library's functions that serve datagrams of a connection. Public because generated code implements it. */
public interface Sockets {

    int socket(int domain, int type, int protocol);

    int bind(int descriptor, @In ByteBuffer address, int addressLength);

    int listen(int descriptor, int backlog);

    int accept(int descriptor, ByteBuffer address, ByteBuffer addressLength);

    @ssize_t
    long recv(int descriptor, ByteBuffer data, @size_t long length, int flags);

    @ssize_t
    long send(int descriptor, @In ByteBuffer data, @size_t long length, int flags);

    int close(int descriptor);
}
