package io.kubeipvs.netlink;

import java.util.Objects;
import java.util.function.Consumer;

/**
 * A message to the kernel, before it has a sequence number.
 *
 * @param type the message type; for generic netlink the family's id
 * @param flags {@link MessageFlags} beyond {@code NLM_F_REQUEST}, {@code NLM_F_ACK} and {@code NLM_F_DUMP}, which the
 *     socket sets
 * @param layout names the attribute that a refusal points to
 * @param payload writes the family's fixed header and then the attributes; may be called more than once
 */
public record Request(int type, int flags, Layout layout, Consumer<AttributeWriter> payload) {
    public Request {
        Objects.requireNonNull(layout);
        Objects.requireNonNull(payload);
    }

    /** An {@link Encoder} for requests. */
    public void encode(RequestWriter out) {
        payload.accept(out.begin(type, flags, layout));
    }
}
