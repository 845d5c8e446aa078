package io.kubeipvs.bench;

import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.Transport;
import io.kubeipvs.netlink.ipvs.IpvsChange;
import io.kubeipvs.netlink.ipvs.IpvsClient;
import io.kubeipvs.netlink.ipvs.IpvsService;
import io.kubeipvs.netlink.sys.NativeTransport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Writing and listing a table of virtual servers, against {@code ipvsadm}. */
final class IpvsBenchmarks {

    private static final int WARM_UPS = 2;

    private final int rounds;
    private final ServiceTable table;
    private final List<IpvsChange> changes;
    private final Path rules;
    private final String size;

    IpvsBenchmarks(int rounds, int services) throws Exception {
        this.rounds = rounds;
        this.table = new ServiceTable(services, 5);
        this.changes = table.changes();
        this.rules = table.writeRules();
        this.size = services + " virtual servers with 5 real servers each";
    }

    void write() throws Exception {
        PreEncoded datagrams = PreEncoded.of(changes);
        new Contest("ipvs-write, warm: " + size, namespace -> {}, this::checkAndClear, WARM_UPS, rounds)
                .run(
                        Contender.warm("ours", this::write),
                        Reference.warm("encoded beforehand", in -> write(in, datagrams), "1 is the limit"),
                        Reference.program("ipvsadm -R", ipvsadm("-R").reading(rules)::time, "goal: 6 or more"));
    }

    void writeCold() throws Exception {
        Path few = new ServiceTable(100, 5).writeRules();
        Command archived = Jvm.withArchive(RuleTool.class, few, "-R").reading(rules);
        Command plain = Jvm.program(RuleTool.class, "-R").reading(rules);
        new Contest("ipvs-write, whole process: " + size, namespace -> {}, this::checkAndClear, 0, rounds)
                .run(
                        Contender.program("our process", archived::time),
                        Reference.program("without class archive", plain::time, ""),
                        Reference.program("ipvsadm -R", ipvsadm("-R").reading(rules)::time, "goal: more than 1"));
    }

    void list() throws Exception {
        new Contest("ipvs-dump, warm: " + size, this::write, this::checkAndClear, WARM_UPS, rounds)
                .run(
                        Contender.warm("ours", this::list),
                        Reference.program("ipvsadm -Ln", ipvsadm("-Ln")::time, "goal: 1 or more"));
    }

    void listCold() throws Exception {
        Command ours = Jvm.withArchive(RuleTool.class, Path.of("/dev/null"), "-Ln");
        new Contest("ipvs-dump, whole process: " + size, this::write, this::checkAndClear, 0, rounds)
                .run(
                        Contender.program("our process", ours::time),
                        Reference.program("ipvsadm -Ln", ipvsadm("-Ln")::time, "goal: 1 or more"));
    }

    private Duration write(KernelNamespace namespace) throws Exception {
        try (IpvsClient client = namespace.call(IpvsClient::open)) {
            return Contender.time(() -> Require.accepted(client.apply(changes)));
        }
    }

    private static Duration write(KernelNamespace namespace, PreEncoded datagrams) throws Exception {
        try (Transport transport = namespace.call(() -> NativeTransport.open(NetlinkProtocol.GENERIC))) {
            return Contender.time(() -> datagrams.sendOver(transport));
        }
    }

    private Duration list(KernelNamespace namespace) throws Exception {
        try (IpvsClient client = namespace.call(IpvsClient::open)) {
            return Contender.time(() -> {
                int entries = 0;
                for (IpvsService service : client.services()) {
                    entries += 1 + client.destinations(service.key()).size();
                }
                Require.count("entries", table.size(), entries);
            });
        }
    }

    private static Command ipvsadm(String option) {
        return Command.of("ipvsadm", option);
    }

    /** Rules are written in order, so the last one being there shows that all were written. */
    private void checkAndClear(KernelNamespace namespace) throws Exception {
        try (IpvsClient client = namespace.call(IpvsClient::open)) {
            int servers = client.destinations(table.lastService()).size();
            Require.count("real servers of the last virtual server", table.serversOfEach(), servers);
        }
        namespace.run("ipvsadm", "-C");
    }
}
