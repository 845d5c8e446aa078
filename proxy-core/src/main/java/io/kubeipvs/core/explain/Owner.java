package io.kubeipvs.core.explain;

import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.model.ServiceSpec;

/**
 * The Service that an address and port belong to.
 *
 * @param service the Service
 * @param port its port
 */
public record Owner(ServiceSpec service, ServicePort port) {}
