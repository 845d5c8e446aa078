package io.kubeipvs.daemon.k8s.protobuf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All fields of the types of objects that tests send, as an API server knows them: {@code generated.proto} of k8s.io/api
 * and k8s.io/apimachinery. Written without a look at the types of the program, which has only the fields that it reads.
 */
final class ApiTypes {
    /**
     * A type a paragraph, a field a line: number, name, type; "string" if none is given. {@code !} = a server sends it
     * also if the object does not have it, because it is no pointer in Go. {@code []} = a list.
     */
    private static final String TEXT = """
            Service: 1 metadata ObjectMeta! 2 spec ServiceSpec! 3 status ServiceStatus!
            ServiceSpec: 1 ports ServicePort[] 2 selector map 3 clusterIP string! 4 type string! 5 externalIPs string[]
             7 sessionAffinity string! 8 loadBalancerIP string! 9 loadBalancerSourceRanges string[]
             10 externalName string! 11 externalTrafficPolicy string! 12 healthCheckNodePort int!
             13 publishNotReadyAddresses bool! 14 sessionAffinityConfig SessionAffinityConfig 17 ipFamilyPolicy string
             18 clusterIPs string[] 19 ipFamilies string[] 20 allocateLoadBalancerNodePorts bool
             21 loadBalancerClass string 22 internalTrafficPolicy string 23 trafficDistribution string
            ServicePort: 1 name string! 2 protocol string! 3 port int! 4 targetPort IntOrString! 5 nodePort int!
             6 appProtocol string
            SessionAffinityConfig: 1 clientIP ClientIPConfig
            ClientIPConfig: 1 timeoutSeconds int
            ServiceStatus: 1 loadBalancer LoadBalancerStatus! 2 conditions Condition[]
            LoadBalancerStatus: 1 ingress LoadBalancerIngress[]
            LoadBalancerIngress: 1 ip string! 2 hostname string! 3 ipMode string 4 ports PortStatus[]
            PortStatus: 1 port int! 2 protocol string! 3 error string
            EndpointSlice: 1 metadata ObjectMeta! 2 endpoints Endpoint[] 3 ports EndpointPort[] 4 addressType string!
            Endpoint: 1 addresses string[] 2 conditions EndpointConditions! 3 hostname string
             4 targetRef ObjectReference 5 deprecatedTopology map 6 nodeName string 7 zone string 8 hints EndpointHints
            EndpointConditions: 1 ready bool 2 serving bool 3 terminating bool
            EndpointHints: 1 forZones Named[] 2 forNodes Named[]
            Named: 1 name string!
            EndpointPort: 1 name string 2 protocol string 3 port int 4 appProtocol string
            ObjectReference: 1 kind string! 2 namespace string! 3 name string! 4 uid string! 5 apiVersion string!
             6 resourceVersion string! 7 fieldPath string!
            Node: 1 metadata ObjectMeta! 2 spec NodeSpec! 3 status NodeStatus!
            NodeSpec: 1 podCIDR string! 2 externalID string! 3 providerID string! 4 unschedulable bool! 5 taints Taint[]
             7 podCIDRs string[]
            Taint: 1 key string! 2 value string! 3 effect string! 4 timeAdded Time
            NodeStatus: 1 capacity quantities 2 allocatable quantities 3 phase string! 4 conditions NodeCondition[]
             5 addresses NodeAddress[]
            NodeCondition: 1 type string! 2 status string! 3 lastHeartbeatTime Time! 4 lastTransitionTime Time!
             5 reason string! 6 message string!
            NodeAddress: 1 type string! 2 address string!
            ServiceCIDR: 1 metadata ObjectMeta! 2 spec ServiceCIDRSpec! 3 status ServiceCIDRStatus!
            ServiceCIDRSpec: 1 cidrs string[]
            ServiceCIDRStatus: 1 conditions Condition[]
            Condition: 1 type string! 2 status string! 3 observedGeneration int! 4 lastTransitionTime Time!
             5 reason string! 6 message string!
            ObjectMeta: 1 name string! 2 generateName string! 3 namespace string! 4 selfLink string! 5 uid string!
             6 resourceVersion string! 7 generation int! 8 creationTimestamp Time! 9 deletionTimestamp Time
             10 deletionGracePeriodSeconds int 11 labels map 12 annotations map 13 ownerReferences OwnerReference[]
             14 finalizers string[] 17 managedFields ManagedFieldsEntry[]
            OwnerReference: 1 kind string! 3 name string! 4 uid string! 5 apiVersion string! 6 controller bool
             7 blockOwnerDeletion bool
            ManagedFieldsEntry: 1 manager string! 2 operation string! 3 apiVersion string! 4 time Time
             6 fieldsType string! 7 fieldsV1 FieldsV1 8 subresource string!
            Status: 1 metadata ListMeta! 2 status string! 3 message string! 4 reason string! 5 details StatusDetails
             6 code int!
            StatusDetails: 1 name string! 2 group string! 3 kind string! 4 causes StatusCause[] 5 retryAfterSeconds int!
             6 uid string!
            StatusCause: 1 reason string! 2 message string! 3 field string!
            ListMeta: 1 selfLink string! 2 resourceVersion string! 3 continue string! 4 remainingItemCount int
            """;

    private static final Pattern FIELD = Pattern.compile("(\\d+) (\\w+) (\\w+)(\\[])?(!)?");
    private static final Map<String, List<Field>> TYPES = parse();

    private ApiTypes() {}

    /** A field of a type. */
    record Field(int number, String name, String type, boolean isList, boolean isAlwaysSent) {}

    /** The fields of a type, in the order of their numbers. */
    static List<Field> fields(String type) {
        List<Field> fields = TYPES.get(type);
        if (fields == null) {
            throw new AssertionError("ApiTypes lacks the type " + type);
        }
        return fields;
    }

    private static Map<String, List<Field>> parse() {
        Map<String, List<Field>> types = new HashMap<>();
        for (String paragraph : TEXT.split("\n(?! )")) {
            String[] parts = paragraph.split(":", 2);
            List<Field> fields = new ArrayList<>();
            Matcher matcher = FIELD.matcher(parts[1]);
            while (matcher.find()) {
                fields.add(new Field(
                        Integer.parseInt(matcher.group(1)),
                        matcher.group(2),
                        matcher.group(3),
                        matcher.group(4) != null,
                        matcher.group(5) != null));
            }
            types.put(parts[0], fields);
        }
        return types;
    }
}
