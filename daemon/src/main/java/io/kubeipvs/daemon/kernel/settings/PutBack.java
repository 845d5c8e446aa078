package io.kubeipvs.daemon.kernel.settings;

import java.util.List;

/**
 * The result for all former values.
 *
 * @param restored how many settings have their former value again
 * @param changedByOthers keys that another program changed since, which stay as they are
 * @param problems what is not put back, and why
 */
public record PutBack(int restored, List<String> changedByOthers, List<String> problems) {}
