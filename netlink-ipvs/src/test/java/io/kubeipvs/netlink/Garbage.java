package io.kubeipvs.netlink;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.BufferOverflowException;

/** How much an encoder leaves to the garbage collector. */
public final class Garbage {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int TIMES = 10_000;

    private Garbage() {}

    /** Bytes that encoding a thing allocates, once what is made only once is made. */
    public static <T> long of(T thing, Encoder<T> encoder) {
        RequestWriter buffer = new RequestWriter(1 << 16);
        fill(buffer, thing, encoder);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        fill(buffer, thing, encoder);
        return (THREADS.getCurrentThreadAllocatedBytes() - before) / TIMES;
    }

    private static <T> void fill(RequestWriter buffer, T thing, Encoder<T> encoder) {
        for (int i = 0; i < TIMES; i++) {
            buffer.clear();
            if (!buffer.append(thing, encoder, 0, i)) {
                throw new BufferOverflowException();
            }
        }
    }
}
