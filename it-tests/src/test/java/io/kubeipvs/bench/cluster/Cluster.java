package io.kubeipvs.bench.cluster;

import io.kubeipvs.daemon.k8s.protobuf.ProtobufWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A cluster of so many Services with so many endpoints each, as JSON and as protobuf the way an API server shows it,
 * managed fields included. Objects are made when they are needed; what changes is a revision a Service, in which its first endpoint
 * has another address. Any thread may use it.
 */
public final class Cluster {
    /** The node that the program runs on. */
    public static final String NODE = "n1";

    private static final int FIRST_VIP = 0x0A600001; // 10.96.0.1
    private static final int FIRST_ENDPOINT = 0x0A800000; // 10.128.0.0
    /** So many endpoints have addresses of their own in each revision. */
    private static final int MOST_ENDPOINTS = 1 << 18;

    private static final int REVISIONS = 32;

    private static final String MANAGER = """
            {"manager":"%s","operation":"Update","apiVersion":"%s","time":"2026-01-05T10:11:12Z","fieldsType":"FieldsV1",\
            "fieldsV1":{"f:metadata":{"f:labels":{".":{},"f:app.kubernetes.io/name":{},"f:app.kubernetes.io/part-of":{},\
            "f:app.kubernetes.io/managed-by":{},"f:team":{}},"f:annotations":{".":{},"f:example.com/owner":{},\
            "f:kubectl.kubernetes.io/last-applied-configuration":{}}%s}}}""";

    private static final String METADATA = """
            "metadata":{"name":"%1$s","namespace":"%2$s","uid":"%3$08x-0000-4000-8000-%3$012x","resourceVersion":"%4$d",\
            "generation":%4$d,"creationTimestamp":"2026-01-05T10:11:12Z","labels":{"app.kubernetes.io/name":"%5$s",\
            "app.kubernetes.io/part-of":"shop","app.kubernetes.io/managed-by":"Helm","team":"team-%6$d"%7$s},\
            "annotations":{"example.com/owner":"team-%6$d@example.com","example.com/description":"%8$s"},\
            %9$s"managedFields":[%10$s]}""";

    /** Begins the time at which an endpoint changed, as the controller of EndpointSlices states it. */
    private static final String TRIGGER = "\"endpoints.kubernetes.io/last-change-trigger-time\":\"";

    private final int services;
    private final int endpoints;
    private final int[] revisions;
    /** Objects as they are listed, made before; null = make it when it is needed. */
    private final String[] serviceTexts;

    private final String[] sliceTexts;

    /** The same in protobuf. */
    private final byte[][] serviceMessages;

    private final byte[][] sliceMessages;
    private long version = 1_000_000;

    /** @param endpoints of each Service */
    public Cluster(int services, int endpoints) {
        if ((long) services * endpoints > MOST_ENDPOINTS) {
            throw new IllegalArgumentException("at most " + MOST_ENDPOINTS + " endpoints");
        }
        this.services = services;
        this.endpoints = endpoints;
        this.revisions = new int[services];
        this.serviceTexts = new String[services];
        this.sliceTexts = new String[services];
        this.serviceMessages = new byte[services][];
        this.sliceMessages = new byte[services][];
    }

    /** Makes all objects now, so that a list takes no time for it. */
    public void prepare() {
        for (int i = 0; i < services; i++) {
            serviceTexts[i] = serviceJson(i);
            sliceTexts[i] = sliceJson(i);
            serviceMessages[i] = serviceMessage(i);
            sliceMessages[i] = sliceMessage(i);
        }
    }

    /** The virtual and real servers of all Services, as {@code ipvsadm -R} reads them. */
    public Path writeRules() throws IOException {
        List<String> rules = new ArrayList<>();
        for (int i = 0; i < services; i++) {
            rules.add("-A -t " + vip(i) + ":80 -s rr");
            for (int j = 0; j < endpoints; j++) {
                rules.add("-a -t " + vip(i) + ":80 -r " + text(endpointAddress(i, j)) + ":8080 -m -w 1");
            }
        }
        return Files.write(Files.createTempFile("rules", ""), rules);
    }

    /** The cluster IP of a Service. */
    public String vip(int service) {
        return text(FIRST_VIP + service);
    }

    public int services() {
        return services;
    }

    public int endpoints() {
        return endpoints;
    }

    synchronized long version() {
        return version;
    }

    /** Gives the first endpoint of a Service another address, under a new version. */
    public synchronized void replaceEndpoint(int service) {
        revisions[service] = (revisions[service] + 1) % REVISIONS;
        sliceTexts[service] = null;
        sliceMessages[service] = null;
        version++;
    }

    /** The IPv4 address, as a number, that {@link #replaceEndpoint} gives the first endpoint of a Service next. */
    public synchronized int nextAddress(int service) {
        return address(service, 0, (revisions[service] + 1) % REVISIONS);
    }

    /** The IPv4 address, as a number, of the first endpoint of a Service. */
    public int firstAddress(int service) {
        return endpointAddress(service, 0);
    }

    private synchronized int endpointAddress(int service, int endpoint) {
        return address(service, endpoint, endpoint == 0 ? revisions[service] : 0);
    }

    private int address(int service, int endpoint, int revision) {
        return FIRST_ENDPOINT + revision * MOST_ENDPOINTS + service * endpoints + endpoint;
    }

    String serviceJson(int i) {
        if (serviceTexts[i] != null) {
            return serviceTexts[i];
        }
        String ports = "\"ports\":[{\"name\":\"http\",\"protocol\":\"TCP\",\"port\":80,\"targetPort\":8080}]";
        return "{\"kind\":\"Service\",\"apiVersion\":\"v1\","
                + metadata(
                        i,
                        name(i),
                        "",
                        "",
                        ",\"f:spec\":{\"f:internalTrafficPolicy\":{},\"f:ports\":{},\"f:selector\":{}}")
                + ",\"spec\":{" + ports + ",\"selector\":{\"app.kubernetes.io/name\":\"" + name(i)
                + "\"},\"clusterIP\":\""
                + vip(i) + "\",\"clusterIPs\":[\"" + vip(i)
                + "\"],\"type\":\"ClusterIP\",\"sessionAffinity\":\"None\",\"ipFamilies\":[\"IPv4\"],"
                + "\"ipFamilyPolicy\":\"SingleStack\",\"internalTrafficPolicy\":\"Cluster\"},\"status\":{\"loadBalancer\":{}}}";
    }

    synchronized String sliceJson(int i) {
        if (sliceTexts[i] != null) {
            return sliceTexts[i];
        }
        StringBuilder list = new StringBuilder();
        for (int j = 0; j < endpoints; j++) {
            list.append(j == 0 ? "" : ",").append(endpointJson(i, j));
        }
        String owner = "\"ownerReferences\":[{\"apiVersion\":\"v1\",\"kind\":\"Service\",\"name\":\"" + name(i)
                + "\",\"uid\":\"00000000-0000-4000-8000-000000000000\",\"controller\":true,\"blockOwnerDeletion\":true}],"
                + "\"generateName\":\"" + name(i) + "-\",";
        String labels = ",\"kubernetes.io/service-name\":\"" + name(i)
                + "\",\"endpointslice.kubernetes.io/managed-by\":\"endpointslice-controller.k8s.io\"";
        return "{\"kind\":\"EndpointSlice\",\"apiVersion\":\"discovery.k8s.io/v1\","
                + metadata(
                                i,
                                name(i) + "-x7k2p",
                                labels,
                                owner,
                                "},\"f:addressType\":{},\"f:endpoints\":{},\"f:ports\":{}")
                        .replace("\"annotations\":{", "\"annotations\":{" + TRIGGER + Instant.now() + "\",")
                + ",\"addressType\":\"IPv4\",\"endpoints\":[" + list
                + "],\"ports\":[{\"name\":\"http\",\"protocol\":\"TCP\",\"port\":8080}]}";
    }

    byte[] serviceMessage(int i) {
        return serviceMessages[i] == null ? ProtobufWriter.item(serviceJson(i)) : serviceMessages[i];
    }

    synchronized byte[] sliceMessage(int i) {
        return sliceMessages[i] == null ? ProtobufWriter.item(sliceJson(i)) : sliceMessages[i];
    }

    private String endpointJson(int i, int j) {
        int node = (i * endpoints + j) % 200 + 2;
        return "{\"addresses\":[\"" + text(endpointAddress(i, j))
                + "\"],\"conditions\":{\"ready\":true,\"serving\":true,\"terminating\":false},\"targetRef\":{\"kind\":\"Pod\","
                + "\"namespace\":\"" + namespace(i) + "\",\"name\":\"" + name(i) + "-6d4cf56db6-" + j
                + "\",\"uid\":\"" + "%08x-1111-4000-8000-%012x".formatted(i, j) + "\"},\"nodeName\":\"n" + node
                + "\",\"zone\":\"zone-" + node % 3 + "\"}";
    }

    private String metadata(int i, String name, String labels, String owner, String managed) {
        String description = "Sells things to people who want them; page the owner before you restart it.";
        return METADATA.formatted(
                name, namespace(i), i, version(), name(i), i % 20, labels, description, owner, managers(managed));
    }

    private static String managers(String fields) {
        String helm = MANAGER.formatted("helm", "v1", fields.startsWith("}") ? "" : fields);
        String controller = MANAGER.formatted("kube-controller-manager", "discovery.k8s.io/v1", "");
        return fields.startsWith("}") ? helm + "," + controller : helm;
    }

    /** The first Service is that of the API server. */
    private static String name(int i) {
        return i == 0 ? "kubernetes" : "shop-backend-" + i;
    }

    private static String namespace(int i) {
        return i == 0 ? "default" : "team-" + i % 100;
    }

    String nodeJson() {
        return "{\"kind\":\"Node\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"" + NODE + "\",\"uid\":\"n\","
                + "\"resourceVersion\":\"1\",\"labels\":{\"kubernetes.io/hostname\":\"" + NODE
                + "\",\"topology.kubernetes.io/zone\":\"zone-1\"}},\"spec\":{\"podCIDR\":\"10.128.0.0/24\","
                + "\"podCIDRs\":[\"10.128.0.0/24\"]},\"status\":{\"addresses\":[{\"type\":\"InternalIP\","
                + "\"address\":\"192.168.1.2\"},{\"type\":\"Hostname\",\"address\":\"" + NODE + "\"}]}}";
    }

    String rangeJson() {
        return "{\"kind\":\"ServiceCIDR\",\"apiVersion\":\"networking.k8s.io/v1\",\"metadata\":{\"name\":\"kubernetes\","
                + "\"uid\":\"c\",\"resourceVersion\":\"1\"},\"spec\":{\"cidrs\":[\"10.96.0.0/12\"]},\"status\":{}}";
    }

    private static String text(int address) {
        return String.format(
                Locale.ROOT,
                "%d.%d.%d.%d",
                address >>> 24,
                address >>> 16 & 0xFF,
                address >>> 8 & 0xFF,
                address & 0xFF);
    }
}
