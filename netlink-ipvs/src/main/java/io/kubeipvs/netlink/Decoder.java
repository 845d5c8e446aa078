package io.kubeipvs.netlink;

/** Makes a value of a received message; must copy what it keeps. */
@FunctionalInterface
public interface Decoder<T> {
    T decode(Message message) throws MalformedMessageException;
}
