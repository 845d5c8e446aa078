package io.kubeipvs.daemon.statuspage;

import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.inspect.NamesDocument;
import io.kubeipvs.daemon.inspect.StatusDocument;
import io.kubeipvs.daemon.kernel.ipvs.IpvsTable;
import io.kubeipvs.daemon.kernel.ipvs.VirtualServers;
import io.kubeipvs.daemon.servercheck.CheckOverview;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Sources of a page with these contents, and a kernel that records of which virtual servers the real servers are read. */
final class SampleSources implements Sources {
    static final IpvsTable.Traffic IDLE = new IpvsTable.Traffic(0, 0, 0, 0);

    final List<IpvsTable.Server> virtualServers = new ArrayList<>();
    final Map<String, List<IpvsTable.RealServer>> realServers = new HashMap<>();
    final List<NamesDocument.Named> named = new ArrayList<>();
    final List<NamesDocument.Unserved> unserved = new ArrayList<>();
    final Map<String, Map<String, Long>> drains = new HashMap<>();
    final List<String> read = Collections.synchronizedList(new ArrayList<>());
    final CountDownLatch free = new CountDownLatch(1);
    volatile boolean isWaiting;
    volatile boolean isKernelAway;
    volatile Optional<String> incomplete = Optional.empty();
    volatile StatusDocument status = status(StatusDocument.State.HEALTHY);

    /** A status without problems. */
    static StatusDocument status(StatusDocument.State state, StatusDocument.Condition... problems) {
        return status(state, new StatusDocument.Refused(List.of(), List.of(), List.of()), problems);
    }

    static StatusDocument status(
            StatusDocument.State state, StatusDocument.Refused refused, StatusDocument.Condition... problems) {
        return new StatusDocument(
                state,
                true,
                new StatusDocument.Program(
                        "1.2.3",
                        "worker-3",
                        3600,
                        "Linux 6.12.9, Java 17.0.15",
                        "https://10.0.0.1:6443",
                        new StatusDocument.Memory(91L << 20, 28L << 20, 256L << 20)),
                new StatusDocument.Sync(
                        "IDLE",
                        2,
                        new StatusDocument.Services(4, 4),
                        Optional.of(new StatusDocument.Round(2, 3, 4, true)),
                        new StatusDocument.Audit(14, 3, 0, 0)),
                new StatusDocument.Kernel(
                        4, 9, 1, 0, 0, "lc", Optional.of(new StatusDocument.Overview(3, 0, List.of(), 720, 3600))),
                List.of(problems),
                refused,
                new StatusDocument.Environment("ipvs", Optional.empty(), 60, Map.of(), List.of(), CheckOverview.NONE));
    }

    /** Adds a virtual server, wanted by this Service, with one real server for each number of active connections. */
    SampleSources with(String service, String address, int port, IpvsTable.Traffic traffic, int... active) {
        String key = "TCP " + address + ":" + port;
        List<IpvsTable.RealServer> servers = new ArrayList<>();
        for (int i = 0; i < active.length; i++) {
            servers.add(new IpvsTable.RealServer("10.36.0." + (i + 1) + ":8443", 1, active[i], 0, IDLE));
        }
        String[] name = service.split("/");
        named.add(new NamesDocument.Named(
                key, name[0], name[1], "ClusterIP", active.length, active.length, NamesDocument.Choices.NONE));
        virtualServers.add(new IpvsTable.Server(key, "TCP", address, port, "lc", traffic, null));
        realServers.put(key, servers);
        return this;
    }

    @Override
    public StatusDocument status() {
        return status;
    }

    @Override
    public NamesDocument names() throws InterruptedException {
        if (isWaiting) {
            free.await();
        }
        return new NamesDocument("worker-3", List.copyOf(named), List.copyOf(unserved), List.of(), incomplete);
    }

    @Override
    public Map<String, Map<String, Long>> drains() {
        return drains;
    }

    @Override
    public VirtualServers kernel() {
        if (isKernelAway) {
            throw new KernelUnavailableException(new Problem("this kernel has no IPVS", "modprobe ip_vs"), null);
        }
        return new VirtualServers() {
            @Override
            public List<IpvsTable.Server> virtualServers() {
                return virtualServers;
            }

            @Override
            public List<IpvsTable.RealServer> realServers(IpvsTable.Server server) {
                read.add(server.key());
                return realServers.getOrDefault(server.key(), List.of());
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }
}
