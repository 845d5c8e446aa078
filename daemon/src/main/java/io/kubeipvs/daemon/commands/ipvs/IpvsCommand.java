package io.kubeipvs.daemon.commands.ipvs;

import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.daemon.commands.output.CommandException;
import io.kubeipvs.daemon.commands.output.ExitStatus;
import io.kubeipvs.daemon.commands.output.OutputOptions;
import io.kubeipvs.daemon.kernel.ServersOfNode;
import io.kubeipvs.daemon.kernel.ipvs.IpvsLister;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kube-ipvs ipvs}: prints the kernel's table of virtual servers and real servers, as ipvsadm does. */
@Command(
        name = "ipvs",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "kube-ipvs ipvs [--stats | --rate | --save] [FLAG]...",
        description = "Print the kernel's table of virtual servers and real servers: exactly the text of 'ipvsadm -Ln'."
                + " It needs no kube-ipvs that is running, and no ipvsadm.",
        footer = "Exit status: 0 done, 1 failure, 2 wrong command line.")
public final class IpvsCommand implements Callable<Integer> {
    private static final String ELSEWHERE =
            "this node has no IPVS, and nf_tables serves instead: kube-ipvs services lists"
                    + " the virtual servers, nft list table ip kube-ipvs-dnat their elements";

    @ArgGroup
    private Form form = new Form();

    @Mixin
    private OutputOptions output;

    /** At most one of these. */
    private static final class Form {
        @Option(names = "--stats", description = "Numbers of connections, packets and bytes, as 'ipvsadm -Ln --stats'.")
        private boolean isStats;

        @Option(names = "--rate", description = "The same per second, as 'ipvsadm -Ln --rate'.")
        private boolean isRate;

        @Option(
                names = {"-S", "--save"},
                description = "Arguments with which 'ipvsadm -R' makes the same objects, as 'ipvsadm -Sn'.")
        private boolean isSave;

        IpvsadmText text() {
            if (isSave) {
                return IpvsadmText.SAVE;
            }
            if (isRate) {
                return IpvsadmText.RATE;
            }
            return isStats ? IpvsadmText.STATS : IpvsadmText.LIST;
        }
    }

    @Override
    public Integer call() throws CommandException, InterruptedException {
        return output.print(() -> {
            try {
                return new IpvsAnswer(IpvsLister.read(), form.text());
            } catch (KernelUnavailableException e) {
                if (!ServersOfNode.path().isIpvs()) {
                    throw new CommandException(ExitStatus.FAILED, ELSEWHERE, e);
                }
                throw new CommandException(ExitStatus.FAILED, e.problem().toString(), e);
            }
        });
    }
}
