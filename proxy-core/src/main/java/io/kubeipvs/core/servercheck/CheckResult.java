package io.kubeipvs.core.servercheck;

import java.util.Optional;

/**
 * A server became unhealthy or healthy.
 *
 * @param failure why it is unhealthy, in words; empty = it is healthy
 */
public record CheckResult(ServerCheck check, Optional<String> failure) {}
