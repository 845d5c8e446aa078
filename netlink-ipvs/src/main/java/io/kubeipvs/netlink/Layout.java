package io.kubeipvs.netlink;

import java.util.Objects;

/**
 * The layout of a kind of message behind its message header: where its attributes start, and their names.
 *
 * @param headerSize bytes of the family's fixed header, padding included
 */
public record Layout(int headerSize, AttributeNames names) {
    public Layout {
        Objects.requireNonNull(names);
    }
}
