package io.kubeipvs.daemon.commands;

import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.daemon.commands.output.Answer;
import io.kubeipvs.daemon.commands.output.CommandException;
import io.kubeipvs.daemon.commands.output.ExitStatus;
import io.kubeipvs.daemon.commands.probe.ProbeTarget;
import io.kubeipvs.daemon.inspect.NamesDocument;
import io.kubeipvs.daemon.kernel.ServersOfNode;
import io.kubeipvs.daemon.kernel.ipvs.IpvsTable;
import io.kubeipvs.daemon.kernel.ipvs.VirtualServers;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads virtual servers from the kernel and joins them with the names that a running kube-ipvs knows. */
public final class ServicesQuery {
    private ServicesQuery() {}

    /**
     * Every virtual server, with names if kube-ipvs runs here.
     *
     * @throws CommandException when the kernel cannot be read, or the program runs and does not answer
     */
    public static Answer all(RunningProgram program) throws CommandException {
        return of(program, ServiceFilter.ALL, row -> true);
    }

    /**
     * The TCP addresses of virtual servers with the real servers that get new connections. A virtual server that is found by
     * a mark has none of its own.
     *
     * @throws CommandException when the kernel cannot be read, or the program runs and does not answer
     */
    public static List<ProbeTarget> tcp(RunningProgram program) throws CommandException {
        return of(
                        program,
                        ServiceFilter.ALL,
                        row -> row.inKernel() && row.place().protocol().equals("TCP"))
                .rows()
                .stream()
                .map(ServicesQuery::target)
                .toList();
    }

    private static ProbeTarget target(ServiceRow row) {
        ServiceRow.Place place = row.place();
        String service = place.name().isEmpty() ? "" : place.namespace() + "/" + place.name();
        String host = place.address().contains(":") ? "[" + place.address() + "]" : place.address();
        return new ProbeTarget(
                service,
                host + ":" + place.port(),
                row.realServers().stream()
                        .filter(server -> server.weight() > 0)
                        .map(IpvsTable.RealServer::address)
                        .toList());
    }

    /** Those that the filter selects, and of their lines those that are shown. */
    static ServicesAnswer of(RunningProgram program, ServiceFilter filter, Predicate<ServiceRow> isShown)
            throws CommandException {
        Optional<NamesDocument> names = program.ask(NamesDocument.of(filter.services()), NamesDocument.class);
        try (VirtualServers table = ServersOfNode.open()) {
            List<ServiceRow> rows = new ServiceRows(names, filter, table::realServers)
                    .of(table.virtualServers()).stream().filter(isShown).toList();
            return new ServicesAnswer(
                    names.map(NamesDocument::node).orElse(""),
                    names.isPresent() ? "" : program.notRunning(),
                    names.flatMap(NamesDocument::incomplete).orElse(""),
                    rows,
                    filter.isNarrow());
        } catch (KernelUnavailableException e) {
            throw new CommandException(ExitStatus.FAILED, e.getMessage(), e);
        }
    }
}
