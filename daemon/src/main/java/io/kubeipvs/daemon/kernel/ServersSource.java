package io.kubeipvs.daemon.kernel;

import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.daemon.config.DataPath;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Where a reader finds virtual servers.
 *
 * @param path the part of the kernel that has them
 * @param written those that this program wrote, at a generation of the rule set; empty = they must be read. Any thread may
 *     ask
 */
public record ServersSource(DataPath path, IntFunction<Optional<Map<VirtualServer.Key, Frontend>>> written) {
    /** Always the kernel. */
    public static ServersSource kernel(DataPath path) {
        return new ServersSource(path, generation -> Optional.empty());
    }
}
