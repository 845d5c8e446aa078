package io.kubeipvs.daemon.k8s.protobuf;

import io.kubeipvs.daemon.k8s.protobuf.MessageType.Shape;
import java.util.Map;

/**
 * The types of objects that the program reads, with the fields that its readers use. Follows {@code generated.proto} of
 * k8s.io/api (core/v1, discovery/v1, networking/v1) and k8s.io/apimachinery (meta/v1). A number never changes there.
 */
final class KubernetesTypes {
    private static final MessageType METADATA = new MessageType()
            .with(1, "name", Shape.TEXT)
            .with(3, "namespace", Shape.TEXT)
            .with(5, "uid", Shape.TEXT)
            .with(6, "resourceVersion", Shape.TEXT)
            .with(8, "creationTimestamp", Shape.TIME)
            .with(9, "deletionTimestamp", Shape.TIME)
            .with(11, "labels", Shape.TEXT_MAP)
            .with(12, "annotations", Shape.TEXT_MAP);

    private static final MessageType SERVICE_PORT = new MessageType()
            .with(1, "name", Shape.TEXT)
            .with(2, "protocol", Shape.TEXT)
            .with(3, "port", Shape.NUMBER)
            .with(5, "nodePort", Shape.NUMBER);

    private static final MessageType AFFINITY = new MessageType()
            .withMessage(1, "clientIP", new MessageType().with(1, "timeoutSeconds", Shape.OPTIONAL_NUMBER));

    private static final MessageType SERVICE_SPEC = new MessageType()
            .withMessages(1, "ports", SERVICE_PORT)
            .with(3, "clusterIP", Shape.TEXT)
            .with(4, "type", Shape.TEXT)
            .with(5, "externalIPs", Shape.TEXTS)
            .with(7, "sessionAffinity", Shape.TEXT)
            .with(9, "loadBalancerSourceRanges", Shape.TEXTS)
            .with(11, "externalTrafficPolicy", Shape.TEXT)
            .with(12, "healthCheckNodePort", Shape.NUMBER)
            .withMessage(14, "sessionAffinityConfig", AFFINITY)
            .with(18, "clusterIPs", Shape.TEXTS)
            .with(22, "internalTrafficPolicy", Shape.OPTIONAL_TEXT);

    private static final MessageType INGRESS =
            new MessageType().with(1, "ip", Shape.TEXT).with(3, "ipMode", Shape.OPTIONAL_TEXT);

    private static final MessageType SERVICE = new MessageType()
            .withMessage(1, "metadata", METADATA)
            .withMessage(2, "spec", SERVICE_SPEC)
            .withMessage(
                    3,
                    "status",
                    new MessageType()
                            .withMessage(1, "loadBalancer", new MessageType().withMessages(1, "ingress", INGRESS)));

    private static final MessageType NAMED = new MessageType().with(1, "name", Shape.TEXT);

    private static final MessageType ENDPOINT = new MessageType()
            .with(1, "addresses", Shape.TEXTS)
            .withMessage(
                    2,
                    "conditions",
                    new MessageType()
                            .with(1, "ready", Shape.FLAG)
                            .with(2, "serving", Shape.FLAG)
                            .with(3, "terminating", Shape.FLAG))
            .withMessage(
                    4,
                    "targetRef",
                    new MessageType().with(1, "kind", Shape.TEXT).with(3, "name", Shape.TEXT))
            .with(6, "nodeName", Shape.OPTIONAL_TEXT)
            .withMessage(
                    8,
                    "hints",
                    new MessageType().withMessages(1, "forZones", NAMED).withMessages(2, "forNodes", NAMED));

    private static final MessageType SLICE_PORT = new MessageType()
            .with(1, "name", Shape.OPTIONAL_TEXT)
            .with(2, "protocol", Shape.OPTIONAL_TEXT)
            .with(3, "port", Shape.OPTIONAL_NUMBER);

    private static final MessageType SLICE = new MessageType()
            .withMessage(1, "metadata", METADATA)
            .withMessages(2, "endpoints", ENDPOINT)
            .withMessages(3, "ports", SLICE_PORT)
            .with(4, "addressType", Shape.TEXT);

    private static final MessageType NODE_SPEC = new MessageType()
            .withMessages(5, "taints", new MessageType().with(1, "key", Shape.TEXT))
            .with(7, "podCIDRs", Shape.TEXTS);

    private static final MessageType NODE_STATUS = new MessageType()
            .withMessages(
                    4,
                    "conditions",
                    new MessageType().with(1, "type", Shape.TEXT).with(2, "status", Shape.TEXT))
            .withMessages(
                    5,
                    "addresses",
                    new MessageType().with(1, "type", Shape.TEXT).with(2, "address", Shape.TEXT));

    private static final MessageType NODE = new MessageType()
            .withMessage(1, "metadata", METADATA)
            .withMessage(2, "spec", NODE_SPEC)
            .withMessage(3, "status", NODE_STATUS);

    private static final MessageType SERVICE_CIDR = new MessageType()
            .withMessage(1, "metadata", METADATA)
            .withMessage(2, "spec", new MessageType().with(1, "cidrs", Shape.TEXTS));

    private static final MessageType STATUS = new MessageType()
            .with(3, "message", Shape.TEXT)
            .withMessage(5, "details", new MessageType().with(5, "retryAfterSeconds", Shape.NUMBER))
            .with(6, "code", Shape.NUMBER);

    private static final Map<String, MessageType> BY_KIND = Map.of(
            "Service", SERVICE,
            "EndpointSlice", SLICE,
            "Node", NODE,
            "ServiceCIDR", SERVICE_CIDR,
            "Status", STATUS);

    private KubernetesTypes() {}

    /** The type of an object of this kind; null if the program reads no such objects. */
    static MessageType of(String kind) {
        return BY_KIND.get(kind);
    }
}
