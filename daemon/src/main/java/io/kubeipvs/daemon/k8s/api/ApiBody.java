package io.kubeipvs.daemon.k8s.api;

import java.io.InputStream;

/**
 * The body of an answer, which is read while it arrives.
 *
 * @param type as the server states it; null = it does not
 * @param bytes unzipped; to be closed
 */
record ApiBody(String type, InputStream bytes) {}
