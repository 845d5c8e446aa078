package io.kubeipvs.it.support;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.kubeipvs.daemon.k8s.api.Samples;
import java.util.Random;
import java.util.stream.IntStream;

/** Services and their slices that change at random, beside two that stay as they are. */
public final class RandomObjects {
    public static final int SERVICES = 12;
    public static final String NODE = "n1";
    public static final String NODE_ADDRESS = "192.168.1.2";
    public static final String WEB_VIP = "10.96.0.1";
    public static final String TALK_VIP = "10.96.0.2";

    private static final String SERVICE = "services";
    private static final String SLICE = "endpointslices";

    private final LiveCluster cluster;
    private final Random random;

    public RandomObjects(LiveCluster cluster, Random random) {
        this.cluster = cluster;
        this.random = random;
    }

    /** Creates the node, and the Services that stay: one for short connections, one for long ones. */
    public void putStable() {
        cluster.put("nodes", Samples.node(NODE, "z1", NODE_ADDRESS));
        cluster.put(SERVICE, Samples.service("web", WEB_VIP));
        cluster.put(SLICE, Samples.slice("web-1", "web", "10.36.0.1", "10.36.0.2"));
        cluster.put(SERVICE, Samples.service("talk", TALK_VIP));
        EndpointSlice talk = Samples.slice("talk-1", "talk", "10.36.0.1");
        talk.getPorts().get(0).setPort(Pod.TALK_PORT);
        cluster.put(SLICE, talk);
    }

    /** Changes one of the others. Returns what it did. */
    public String change() {
        int number = 1 + random.nextInt(SERVICES);
        String name = "s" + number;
        switch (random.nextInt(6)) {
            case 0 -> {
                cluster.remove(SERVICE, name);
                return "remove " + name;
            }
            case 1 -> {
                cluster.remove(SLICE, name + "-1");
                return "remove slice of " + name;
            }
            case 2, 3 -> {
                cluster.put(SERVICE, service(name, number));
                return "put " + name;
            }
            default -> {
                cluster.put(SLICE, slice(name));
                return "put slice of " + name;
            }
        }
    }

    private Service service(String name, int number) {
        ServiceBuilder service = new ServiceBuilder(Samples.service(name, "10.96.2." + number));
        boolean isNodePort = random.nextBoolean();
        return service.editSpec()
                .withType(isNodePort ? "NodePort" : "ClusterIP")
                .editFirstPort()
                .withNodePort(isNodePort ? 30000 + number : null)
                .withProtocol(random.nextInt(4) == 0 ? "UDP" : "TCP")
                .endPort()
                .withExternalTrafficPolicy(isNodePort && random.nextBoolean() ? "Local" : null)
                .withInternalTrafficPolicy(random.nextInt(4) == 0 ? "Local" : "Cluster")
                .withSessionAffinity(random.nextInt(4) == 0 ? "ClientIP" : "None")
                .endSpec()
                .build();
    }

    private EndpointSlice slice(String name) {
        String[] addresses = IntStream.range(0, random.nextInt(5))
                .map(i -> 1 + random.nextInt(20))
                .distinct()
                .mapToObj(i -> "10.36.0." + i)
                .toArray(String[]::new);
        EndpointSliceBuilder slice = new EndpointSliceBuilder(Samples.slice(name + "-1", name, addresses));
        for (int i = 0; i < addresses.length; i++) {
            boolean isTerminating = random.nextInt(4) == 0;
            slice.editEndpoint(i)
                    .withNodeName(random.nextBoolean() ? NODE : "n2")
                    .editConditions()
                    .withReady(!isTerminating)
                    .withServing(!isTerminating || random.nextBoolean())
                    .withTerminating(isTerminating)
                    .endConditions()
                    .endEndpoint();
        }
        return slice.build();
    }
}
