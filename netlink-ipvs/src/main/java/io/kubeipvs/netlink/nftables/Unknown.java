package io.kubeipvs.netlink.nftables;

/** An expression that this library cannot read; it can be listed, not written. */
public record Unknown(String name) implements Expression {}
