package io.kubeipvs.netlink;

import java.util.Objects;

/**
 * The kernel's reason for a refused request, as far as the kernel gives one.
 *
 * @param message the kernel's text; "" for none
 * @param attribute the path of the attribute it points to, such as {@code IPVS_CMD_ATTR_SERVICE/IPVS_SVC_ATTR_PORT}; ""
 *     for none
 * @param sequence the request's sequence number; 0 = it was never sent
 */
public record Refusal(Errno errno, String message, String attribute, int sequence) {
    public Refusal {
        Objects.requireNonNull(errno);
        Objects.requireNonNull(message);
        Objects.requireNonNull(attribute);
    }

    @Override
    public String toString() {
        String text = message.isEmpty() ? "" : ": " + message;
        String where = attribute.isEmpty() ? "" : "attribute " + attribute + ", ";
        return errno + text + " (" + where + "request " + Integer.toUnsignedString(sequence) + ")";
    }
}
