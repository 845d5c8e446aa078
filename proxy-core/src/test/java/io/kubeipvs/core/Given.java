package io.kubeipvs.core;

import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.ExternalAccess;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Options;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.SliceName;
import io.kubeipvs.core.model.SlicePort;
import io.kubeipvs.core.model.SliceSpec;
import io.kubeipvs.core.model.SourceRanges;
import io.kubeipvs.core.model.TrafficPolicy;
import io.kubeipvs.core.options.ServiceOption;
import io.kubeipvs.core.options.ServiceOptions;
import io.kubeipvs.core.track.ServiceView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A Service with its slices, written as a user thinks of it; port 80 is port 8080 of the endpoints. */
public final class Given {
    private final ServiceName name;
    private final List<Ip> clusterIps;
    private final List<Ip> externalIps = new ArrayList<>();
    private final List<Ip> loadBalancerIps = new ArrayList<>();
    private final List<Cidr> sourceRanges = new ArrayList<>();
    private final List<SliceSpec> slices = new ArrayList<>();
    private Protocol protocol = Protocol.TCP;
    private int nodePort;
    private boolean internalLocal;
    private int healthCheckNodePort;
    private boolean externalLocal;
    private int affinitySeconds;
    private ServiceOptions options = ServiceOptions.NONE;
    private long created;

    private Given(ServiceName name, List<Ip> clusterIps) {
        this.name = name;
        this.clusterIps = clusterIps;
    }

    /** A Service of namespace default with these cluster addresses. */
    public static Given service(String name, String... clusterIps) {
        return new Given(
                new ServiceName("default", name),
                Stream.of(clusterIps).map(Ip::parse).toList());
    }

    /** Its one port has this protocol; call it before {@link #endpoints}. */
    public Given protocol(Protocol one) {
        protocol = one;
        return this;
    }

    /** It has this node port. */
    public Given nodePort(int port) {
        nodePort = port;
        return this;
    }

    /** It asks for these external addresses. */
    public Given externalIps(String... ips) {
        Stream.of(ips).map(Ip::parse).forEach(externalIps::add);
        return this;
    }

    /** A load balancer has these VIPs for it. */
    public Given loadBalancer(String... ips) {
        Stream.of(ips).map(Ip::parse).forEach(loadBalancerIps::add);
        return this;
    }

    /** Only clients in these ranges may connect to its load balancer's VIPs. */
    public Given sourceRanges(String... ranges) {
        Stream.of(ranges).map(Cidr::parse).forEach(sourceRanges::add);
        return this;
    }

    /** Load balancers ask this port of nodes for their health. */
    public Given healthCheckNodePort(int port) {
        healthCheckNodePort = port;
        return this;
    }

    /** {@code internalTrafficPolicy: Local}. */
    public Given internalLocal() {
        internalLocal = true;
        return this;
    }

    /** {@code externalTrafficPolicy: Local}. */
    public Given externalLocal() {
        externalLocal = true;
        return this;
    }

    /** Clients stick for this long. */
    public Given affinity(int seconds) {
        affinitySeconds = seconds;
        return this;
    }

    /** Its annotations choose this. */
    public <T> Given option(ServiceOption<T> option, T value) {
        options = options.with(option, value);
        return this;
    }

    /** It was created at this time, in seconds since 1970. */
    public Given created(long seconds) {
        created = seconds;
        return this;
    }

    /** It has a slice of these endpoints, each as {@link Backend#of} reads it. */
    public Given endpoints(String... words) {
        slices.add(SliceSpec.named(new SliceName("default", name.name() + "-" + slices.size()), name)
                .withPorts(List.of(new SlicePort("", protocol, 8080)))
                .withEndpoints(Stream.of(words).map(Backend::of).toList()));
        return this;
    }

    /** It has a slice of these endpoints, with this weight. */
    public Given weightedEndpoints(int weight, String... words) {
        endpoints(words);
        SliceSpec last = slices.remove(slices.size() - 1);
        slices.add(last.withOptions(ServiceOptions.NONE.with(Options.WEIGHT, weight)));
        return this;
    }

    /** The Service. */
    public ServiceSpec spec() {
        return ServiceSpec.named(name)
                .withClusterIps(clusterIps)
                .withPorts(List.of(new ServicePort("", protocol, 80).withNodePort(nodePort)))
                .withExternal(ExternalAccess.NONE
                        .withExternalIps(externalIps)
                        .withLoadBalancerIps(loadBalancerIps)
                        .withSourceRanges(new SourceRanges(sourceRanges))
                        .withHealthCheckNodePort(healthCheckNodePort))
                .withPolicy(TrafficPolicy.CLUSTER
                        .withInternalLocal(internalLocal)
                        .withExternalLocal(externalLocal)
                        .withAffinity(affinitySeconds))
                .withOptions(options)
                .withCreated(created);
    }

    /** The Service with its slices. */
    public ServiceView view() {
        return ServiceView.named(name).withService(Optional.of(spec())).withSlices(slices);
    }
}
