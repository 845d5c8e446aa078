package io.kubeipvs.netlink.ipset;

import io.kubeipvs.netlink.Family;
import java.util.Objects;
import java.util.Optional;

/**
 * The properties of a set, without its elements.
 *
 * @param type such as {@code hash:ip,port}
 * @param family of its addresses; empty for types that have none, such as {@code bitmap:port} and {@code list:set}
 * @param references how many rules and sets use it; as long as there are any it cannot be destroyed
 * @param elements how many it has, as the kernel counts them
 */
public record Ipset(String name, String type, Optional<Family> family, long references, long elements) {
    public Ipset {
        Objects.requireNonNull(name);
        Objects.requireNonNull(type);
        Objects.requireNonNull(family);
    }
}
