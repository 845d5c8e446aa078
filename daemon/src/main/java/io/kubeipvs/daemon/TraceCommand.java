package io.kubeipvs.daemon;

import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.daemon.commands.explain.QuestionText;
import io.kubeipvs.daemon.commands.output.Allowed;
import io.kubeipvs.daemon.commands.output.CommandException;
import io.kubeipvs.daemon.commands.output.ExitStatus;
import io.kubeipvs.daemon.commands.output.OutputOptions;
import io.kubeipvs.daemon.commands.trace.TraceAnswer;
import io.kubeipvs.daemon.commands.trace.TraceDocument;
import io.kubeipvs.daemon.kernel.trace.PacketTracer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kube-ipvs trace}: follows real packets through the packet filter and IPVS. */
@Command(
        name = "trace",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "kube-ipvs trace ADDRESS:PORT[/udp|/sctp] [--from ADDRESS] [--count N] [--time SECONDS]",
        footer =
                "Exit status: 0 packets came and none was dropped, 1 one was dropped or none came, 2 wrong command line.",
        description =
                "Follow new connections to this address and port through the packet filter and IPVS: print each chain"
                        + " and rule, whose they are, and where the packet ended. The table \"kube-ipvs-trace\" marks the packets, and"
                        + " is gone afterwards. Changes no packet.")
final class TraceCommand implements Callable<Integer> {
    private static final int MOST = 100;
    private static final int LONGEST_SECONDS = 300;

    @Mixin
    private OutputOptions output;

    @Parameters(paramLabel = "ADDRESS:PORT", description = "The VIP or the node's address, and the port.")
    private String target;

    @Option(names = "--from", paramLabel = "ADDRESS", defaultValue = "", description = "Only packets of this client.")
    private String from;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "1",
            description = "End after so many packets, 1 to 100; ${DEFAULT-VALUE} by default.")
    @Allowed(from = 1, to = MOST)
    private int count;

    @Option(
            names = "--time",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "End after this time, 1 to 300; ${DEFAULT-VALUE} by default.")
    @Allowed(from = 1, to = LONGEST_SECONDS)
    private int seconds;

    @Override
    public Integer call() throws CommandException, InterruptedException {
        VirtualServer.Key key = QuestionText.address(target);
        Optional<Ip> client = from.isEmpty() ? Optional.empty() : Optional.of(QuestionText.client(from));
        return output.print(() -> new TraceAnswer(trace(key, client)));
    }

    private TraceDocument trace(VirtualServer.Key key, Optional<Ip> client) throws CommandException {
        try (PacketTracer tracer = PacketTracer.open(key, client, count)) {
            return TraceDocument.of(tracer.follow(Duration.ofSeconds(seconds)), tracer.isLossy());
        } catch (KernelUnavailableException e) {
            throw new CommandException(ExitStatus.FAILED, e.problem().toString(), e);
        }
    }
}
