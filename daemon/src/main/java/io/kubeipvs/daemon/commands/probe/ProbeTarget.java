package io.kubeipvs.daemon.commands.probe;

import java.util.List;

/**
 * An address and TCP port to connect to.
 *
 * @param service its Service; "" = not known
 * @param address with its port, such as {@code [fd00::1]:80}
 * @param endpoints those that get its new connections, with their ports
 */
public record ProbeTarget(String service, String address, List<String> endpoints) {}
