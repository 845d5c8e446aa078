package io.kubeipvs.bench.memory;

import java.nio.ByteBuffer;

/** A receiver of changes of real servers, at once, in the thread that answers the request. Keys are address and port. */
public interface RealServerListener {
    /** A real server was added. */
    void added(ByteBuffer key);

    /** A real server has weight 0 now, or was removed. */
    void leaves(ByteBuffer key);
}
