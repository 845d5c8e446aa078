package io.kubeipvs.bench;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.BatchResult;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.Golden;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.ipvs.IpvsChange;
import io.kubeipvs.netlink.ipvs.IpvsClient;
import io.kubeipvs.netlink.ipvs.IpvsDestination;
import io.kubeipvs.netlink.route.AddressChange;
import io.kubeipvs.netlink.route.RouteClient;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The cost of encoding and decoding without a kernel: nanoseconds and, by the gc profiler, bytes allocated for one
 * thing. Each is done through a client, so its list of results is counted too.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class EncodeBenchmark {

    private static final int BATCH = 100;
    private static final int LISTED = 5;
    private static final int FAMILY = 34; // as in the golden message

    private final List<IpvsChange> changes =
            new ServiceTable(BATCH, 5).changes().subList(0, BATCH);
    private final List<AddressChange> addresses = IntStream.range(0, BATCH)
            .<AddressChange>mapToObj(i -> new AddressChange.AddAddress(1, new Address(Family.V4, 0, 0x0A600001 + i)))
            .toList();
    private final IpvsClient ipvs = ipvs();
    private final RouteClient route = RouteClient.over(new AgreeableKernel(0, new byte[0], datagram -> {}));

    /** One change of virtual or real servers, of a batch of 100. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public List<BatchResult> change() {
        return ipvs.apply(changes);
    }

    /** One address, of a batch of 100. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public List<BatchResult> address() {
        return route.apply(addresses);
    }

    /** One real server, of a list of 5. */
    @Benchmark
    @OperationsPerInvocation(LISTED)
    public List<IpvsDestination> listedRealServer() throws NetlinkException {
        return ipvs.destinations(ServiceTable.service(0));
    }

    private static IpvsClient ipvs() {
        byte[] one = Golden.bytes("ipvs/list-destinations-v4");
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        IntStream.range(0, LISTED).forEach(i -> list.writeBytes(one));
        try {
            return IpvsClient.over(new AgreeableKernel(FAMILY, list.toByteArray(), datagram -> {}));
        } catch (NetlinkException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
