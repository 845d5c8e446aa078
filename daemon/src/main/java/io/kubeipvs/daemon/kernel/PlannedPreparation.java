package io.kubeipvs.daemon.kernel;

import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.daemon.config.NodeTuning;
import io.kubeipvs.daemon.kernel.filter.PlannedTables;
import io.kubeipvs.daemon.kernel.links.VipLink;
import io.kubeipvs.daemon.kernel.settings.PlannedSettings;
import io.kubeipvs.daemon.kernel.takeover.PlannedTakeover;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.nftables.NftablesClient;
import java.nio.file.Path;

/**
 * The changes that a run would make to what no Service is about: before the first operation ({@link NetlinkKernel#prepare}),
 * and after the first complete round.
 *
 * @param isLinkMissing whether the dummy link would be created
 * @param takeover the part of kube-proxy's rules that would be removed
 */
public record PlannedPreparation(
        PlannedSettings settings, boolean isLinkMissing, PlannedTables tables, PlannedTakeover takeover) {
    /**
     * Reads the network namespace of the calling thread, and changes nothing.
     *
     * @param folder where former values of settings are remembered
     * @throws KernelUnavailableException when a part cannot be read
     */
    public static PlannedPreparation read(NodeTuning tuning, Path folder) {
        return new PlannedPreparation(
                PlannedSettings.read(tuning, folder), !VipLink.exists(), tables(tuning), PlannedTakeover.read());
    }

    private static PlannedTables tables(NodeTuning tuning) {
        try (NftablesClient client = NftablesClient.open()) {
            return PlannedTables.read(client, NetlinkKernel.families(), tuning.filter());
        } catch (NetlinkException e) {
            throw new KernelUnavailableException(UnusableKernel.problem(e), e);
        }
    }
}
