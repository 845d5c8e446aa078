package io.kubeipvs.netlink.route;

import io.kubeipvs.netlink.Address;

/**
 * An address on a link.
 *
 * @param address this host's, not the peer's on point-to-point links
 * @param prefixLength bits
 * @param flags bits of {@link AddressFlag} and others of {@code IFA_F_*}
 * @param scope {@code RT_SCOPE_*}: 0 global, 253 link, 254 host
 */
public record LinkAddress(int linkIndex, Address address, int prefixLength, int flags, int scope) {}
