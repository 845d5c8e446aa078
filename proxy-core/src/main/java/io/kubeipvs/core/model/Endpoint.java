package io.kubeipvs.core.model;

/**
 * One backend of a slice.
 *
 * @param address where it listens
 * @param ready whether it wants new connections; an unset condition in the API means true
 */
public record Endpoint(Ip address, boolean ready) {}
