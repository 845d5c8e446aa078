package io.kubeipvs.netlink;

/** Makes a value of a received message; must copy what it keeps. In a list, null means that the message is skipped. */
@FunctionalInterface
public interface Decoder<T> {
    T decode(Message message) throws MalformedMessageException;
}
