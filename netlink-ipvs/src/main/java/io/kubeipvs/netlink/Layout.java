package io.kubeipvs.netlink;

import java.util.Objects;

/**
 * What a kind of message looks like behind its message header: where its attributes start and what they are called.
 *
 * @param headerSize bytes of the family's fixed header, padding included
 */
public record Layout(int headerSize, AttributeNames names) {
    public Layout {
        Objects.requireNonNull(names);
    }
}
