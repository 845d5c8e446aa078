package io.kubeipvs.netlink;

/** Writes a thing as one request, and keeps nothing of it. */
@FunctionalInterface
public interface Encoder<T> {
    /** Calls {@link RequestWriter#begin} once, then writes the fixed header and the attributes; may be called again. */
    void encode(T thing, RequestWriter out);
}
