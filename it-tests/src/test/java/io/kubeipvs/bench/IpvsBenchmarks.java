package io.kubeipvs.bench;

import io.kubeipvs.it.KernelNamespace;
import io.kubeipvs.netlink.BatchResult;
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
        new Contest("ipvs-write, warm: " + size, namespace -> {}, WARM_UPS, rounds)
                .run(
                        new Contender("ours", this::write),
                        new Reference("encoded beforehand", namespace -> write(namespace, datagrams), "1 is the limit"),
                        new Reference("ipvsadm -R", this::restore, "goal: 6 or more"));
    }

    void writeCold() throws Exception {
        Path few = new ServiceTable(100, 5).writeRules();
        Program archived = Jvm.withArchive(Ipvsadm.class, few, "-R").reading(rules);
        Program plain = Jvm.program(Ipvsadm.class, "-R").reading(rules);
        new Contest("ipvs-write, whole process: " + size, namespace -> {}, 0, rounds)
                .run(
                        new Contender("our process", namespace -> write(namespace, archived)),
                        new Reference("without class archive", namespace -> write(namespace, plain), ""),
                        new Reference("ipvsadm -R", this::restore, "goal: more than 1"));
    }

    void list() throws Exception {
        new Contest("ipvs-dump, warm: " + size, this::write, WARM_UPS, rounds)
                .run(
                        new Contender("ours", this::list),
                        new Reference("ipvsadm -Ln", Program.of("ipvsadm", "-Ln")::time, "goal: 1 or more"));
    }

    void listCold() throws Exception {
        Program ours = Jvm.withArchive(Ipvsadm.class, Path.of("/dev/null"), "-Ln");
        new Contest("ipvs-dump, whole process: " + size, this::write, 0, rounds)
                .run(
                        new Contender("our process", ours::time),
                        new Reference("ipvsadm -Ln", Program.of("ipvsadm", "-Ln")::time, "goal: 1 or more"));
    }

    private Duration write(KernelNamespace namespace) throws Exception {
        try (IpvsClient client = namespace.call(IpvsClient::open)) {
            Duration time = Contender.time(() -> requireAccepted(client.apply(changes)));
            requireAll(namespace);
            return time;
        }
    }

    private Duration write(KernelNamespace namespace, PreEncoded datagrams) throws Exception {
        try (Transport transport = namespace.call(() -> NativeTransport.open(NetlinkProtocol.GENERIC))) {
            Duration time = Contender.time(() -> datagrams.sendOver(transport));
            requireAll(namespace);
            return time;
        }
    }

    private Duration restore(KernelNamespace namespace) throws Exception {
        return write(namespace, Program.of("ipvsadm", "-R").reading(rules));
    }

    private Duration write(KernelNamespace namespace, Program program) throws Exception {
        Duration time = program.time(namespace);
        requireAll(namespace);
        return time;
    }

    private Duration list(KernelNamespace namespace) throws Exception {
        try (IpvsClient client = namespace.call(IpvsClient::open)) {
            return Contender.time(() -> {
                int entries = 0;
                for (IpvsService service : client.services()) {
                    entries += 1 + client.destinations(service.key()).size();
                }
                require(entries == table.size(), entries + " entries listed");
            });
        }
    }

    /** Nobody is fast by leaving work undone. */
    private void requireAll(KernelNamespace namespace) throws Exception {
        try (IpvsClient client = namespace.call(IpvsClient::open)) {
            int services = client.services().size();
            require(services == table.services(), services + " virtual servers were written");
            int servers = client.destinations(table.lastService()).size();
            require(servers == table.serversOfEach(), servers + " real servers were written for the last one");
        }
    }

    private static void requireAccepted(List<BatchResult> results) {
        for (BatchResult result : results) {
            require(result instanceof BatchResult.Accepted, result.toString());
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }
}
