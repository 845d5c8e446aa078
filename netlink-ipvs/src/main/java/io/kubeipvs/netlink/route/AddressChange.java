package io.kubeipvs.netlink.route;

import io.kubeipvs.netlink.Address;
import java.util.Objects;

/**
 * One change to the addresses of a link: a single host's address, /32 or /128. Source: {@code net/ipv4/devinet.c,
 * inet_rtm_newaddr, inet_rtm_deladdr}; {@code net/ipv6/addrconf.c, inet6_rtm_newaddr, inet6_rtm_deladdr}.
 */
public sealed interface AddressChange {
    /** One method a case: adding a case breaks every caller's compilation, as a pattern switch would. */
    interface Cases<R> {
        R add(AddAddress change);

        R remove(RemoveAddress change);
    }

    <R> R on(Cases<R> cases);

    /** Adds an address, global in scope. {@code EEXIST}: it exists; {@code ENODEV}: there is no such link. */
    record AddAddress(int linkIndex, Address address) implements AddressChange {
        public AddAddress {
            Objects.requireNonNull(address);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.add(this);
        }
    }

    /** Removes an address. {@code EADDRNOTAVAIL}: it is not there; {@code ENODEV}: there is no such link. */
    record RemoveAddress(int linkIndex, Address address) implements AddressChange {
        public RemoveAddress {
            Objects.requireNonNull(address);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.remove(this);
        }
    }
}
