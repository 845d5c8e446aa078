package io.kubeipvs.it.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A folder of manifests, as a user writes it. */
public record Manifests(Path folder) {
    /** An empty one. */
    public static Manifests create() throws IOException {
        return new Manifests(Files.createTempDirectory("manifests-"));
    }

    /** Writes a file so that it appears whole. */
    public void write(String name, String text) throws IOException {
        Path fresh = Files.writeString(folder.resolve("." + name), text);
        Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Takes a file away. */
    public void delete(String name) throws IOException {
        Files.delete(folder.resolve(name));
    }

    /** A Service of one TCP port, 80, and its slice of endpoints that listen on 8080. */
    public static String web(String name, String vip, String... endpoints) {
        StringBuilder text = new StringBuilder("""
                apiVersion: v1
                kind: Service
                metadata: {name: %1$s, namespace: default}
                spec:
                  clusterIP: "%2$s"
                  ports: [{port: 80, targetPort: 8080}]
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: %1$s-1, namespace: default, labels: {kubernetes.io/service-name: %1$s}}
                addressType: %3$s
                ports: [{port: 8080}]
                endpoints:
                """.formatted(name, vip, vip.contains(":") ? "IPv6" : "IPv4"));
        for (String endpoint : endpoints) {
            text.append("- addresses: [\"").append(endpoint).append("\"]\n");
        }
        return text.append(endpoints.length == 0 ? "  []\n" : "")
                .append("---\n")
                .toString();
    }
}
