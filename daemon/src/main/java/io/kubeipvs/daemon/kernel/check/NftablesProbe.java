package io.kubeipvs.daemon.kernel.check;

import io.kubeipvs.daemon.check.CheckResult;
import io.kubeipvs.daemon.check.Probe;
import io.kubeipvs.daemon.config.FilterTuning;
import io.kubeipvs.daemon.kernel.filter.TrialTable;
import io.kubeipvs.daemon.kernel.translation.FromNetlink;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.RefusedException;
import io.kubeipvs.netlink.nftables.NftChange;
import io.kubeipvs.netlink.nftables.NftResult;
import io.kubeipvs.netlink.nftables.NftablesClient;
import java.util.List;

/** nf_tables in one family: our own table under another name, which no packet sees, is made and removed. */
final class NftablesProbe implements Probe {
    private final TrialTable trial;
    private final String what;
    private final String modules;
    private final Refusals refusals;

    NftablesProbe(Family family, FilterTuning tuning, Refusals refusals) {
        this.trial = TrialTable.of(FromNetlink.family(family), tuning);
        this.what = "nf_tables " + (family == Family.V4 ? "IPv4" : "IPv6");
        int version = family == Family.V4 ? 4 : 6;
        this.modules = "modprobe -a nf_tables nft_chain_nat nft_nat nft_masq nft_ct nft_reject_ipv%1$d nft_fib_ipv%1$d;"
                .concat(" or boot Linux 5.9 or newer")
                .formatted(version);
        this.refusals = refusals;
    }

    @Override
    public List<CheckResult> run() {
        try (NftablesClient client = NftablesClient.open()) {
            client.generation();
            return List.of(tried(client));
        } catch (RefusedException refused) {
            return List.of(
                    refused.errno().equals(Errno.EINVAL)
                            ? CheckResult.missing(what, "this kernel has no nf_tables", "modprobe nf_tables")
                            : refusals.missing(what, refused, modules));
        } catch (NetlinkException e) {
            return List.of(refusals.missing(what, e, modules));
        }
    }

    private CheckResult tried(NftablesClient client) {
        NftResult made = client.apply(trial.creation());
        NftResult removed = made instanceof NftResult.Refused ? made : client.apply(trial.removal());
        if (made instanceof NftResult.Refused refused) {
            NftResult.RefusedChange first = refused.changes().get(0);
            String operation = first.change().map(NftChange::toString).orElse("the transaction");
            return refusals.missing(what, operation, first.refusal(), modules);
        }
        return made instanceof NftResult.Committed && removed instanceof NftResult.Committed
                ? CheckResult.ok(what, "a table with chains, sets and rules was made and removed")
                : CheckResult.missing(what, "made: " + made + ", removed: " + removed, "");
    }
}
