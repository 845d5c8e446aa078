package io.kubeipvs.daemon.commands.ipvs;

import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.daemon.commands.RunningProgram;
import io.kubeipvs.daemon.commands.ServiceNames;
import io.kubeipvs.daemon.commands.output.Allowed;
import io.kubeipvs.daemon.commands.output.CommandException;
import io.kubeipvs.daemon.commands.output.ExitStatus;
import io.kubeipvs.daemon.commands.output.OutputOptions;
import io.kubeipvs.daemon.kernel.ServersOfNode;
import io.kubeipvs.daemon.kernel.ipvs.IpvsConnections;
import io.kubeipvs.daemon.kernel.ipvs.IpvsConnections.Connection;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kube-ipvs connections}: prints the connections that IPVS remembers, as ipvsadm does. */
@Command(
        name = "connections",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "kube-ipvs connections [NAMESPACE/SERVICE | ADDRESS[:PORT]] [FLAG]...",
        description =
                "Print the connections that IPVS remembers, as 'ipvsadm -Lnc': from which client, to which virtual"
                        + " server, at which real server. On a node without IPVS, those of connection tracking.",
        footer =
                "Exit status: 0 done, 1 failure, 2 wrong command line, 3 a Service is given and no kube-ipvs runs here.")
public final class ConnectionsCommand implements Callable<Integer> {
    private static final int LIMIT = 1000;
    private static final Pattern SERVICE = Pattern.compile("[a-z0-9-]+/[a-z0-9.-]+");

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "WHICH",
            description = "Only connections to this Service, as default/web, or from, to or at this address: 10.96.0.1,"
                    + " 10.96.0.1:443, [fd00::1]:443.")
    private String which = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Print at most so many, 0 = all; ${DEFAULT-VALUE} by default.",
            defaultValue = "" + LIMIT)
    @Allowed(from = 0)
    private int limit;

    @Mixin
    private OutputOptions output;

    @Mixin
    private RunningProgram program;

    @Override
    public Integer call() throws CommandException, InterruptedException {
        if (SERVICE.matcher(which).matches()) {
            return output.print(() -> answer(ofService()));
        }
        Predicate<Connection> filter = which.isEmpty() ? connection -> true : filter();
        return output.print(() -> answer(filter));
    }

    private Predicate<Connection> ofService() throws CommandException {
        ServiceNames names = ServiceNames.of(program, which)
                .orElseThrow(() -> new CommandException(
                        ExitStatus.NOT_RUNNING,
                        program.notRunning() + "; give an address instead of the name of a Service"));
        if (!names.has(which)) {
            throw new CommandException(
                    ExitStatus.FAILED,
                    "Service " + which
                            + ": has no virtual server on this node; kube-ipvs services lists those that have");
        }
        return connection ->
                names.of(connection.protocol() + " " + connection.virtual()).equals(which);
    }

    private ConnectionsAnswer answer(Predicate<Connection> filter) throws CommandException {
        ConnectionsAnswer.Collector collector = new ConnectionsAnswer.Collector(limit);
        try {
            ServersOfNode.connections(connection -> {
                if (filter.test(connection)) {
                    collector.add(connection);
                }
            });
            return collector.answer(
                    ServersOfNode.path().isIpvs() ? "IPVS connection entries" : "Connections that nf_tables leads");
        } catch (KernelUnavailableException e) {
            throw new CommandException(ExitStatus.FAILED, e.problem().toString(), e);
        }
    }

    private Predicate<Connection> filter() {
        int colon = which.lastIndexOf(':');
        boolean hasPort = which.contains("]:") || colon > 0 && which.indexOf(':') == colon;
        try {
            if (!hasPort) {
                Ip address = Ip.parse(which);
                return connection ->
                        sides(connection).anyMatch(side -> side.address().equals(address));
            }
            Ip address = Ip.parse(which.substring(0, colon).replaceAll("^\\[(.*)]$", "$1"));
            IpvsConnections.Side wanted =
                    new IpvsConnections.Side(address, Integer.parseInt(which.substring(colon + 1)));
            return connection -> sides(connection).anyMatch(wanted::equals);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "'" + which + "' is not allowed; allowed: NAMESPACE/SERVICE, an address, or an address and a"
                            + " port, such as 10.96.0.1:443 or [fd00::1]:443");
        }
    }

    private static Stream<IpvsConnections.Side> sides(Connection connection) {
        return Stream.of(connection.source(), connection.virtual(), connection.destination());
    }
}
