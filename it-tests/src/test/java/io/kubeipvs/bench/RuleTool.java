package io.kubeipvs.bench;

import io.kubeipvs.netlink.BatchResult;
import io.kubeipvs.netlink.ipvs.IpvsChange;
import io.kubeipvs.netlink.ipvs.IpvsClient;
import io.kubeipvs.netlink.ipvs.IpvsDestination;
import io.kubeipvs.netlink.ipvs.IpvsService;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code ipvsadm -R} and {@code ipvsadm -Ln} as a program of ours, so that whole processes can be compared. */
final class RuleTool {

    private RuleTool() {}

    public static void main(String[] arguments) throws Exception {
        try (IpvsClient client = IpvsClient.open()) {
            if (arguments[0].equals("-R")) {
                restore(client);
            } else {
                list(client);
            }
        }
    }

    private static void restore(IpvsClient client) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        List<IpvsChange> changes = in.lines().map(Rules::parse).toList();
        List<BatchResult> results = client.apply(changes);
        for (int i = 0; i < results.size(); i++) {
            if (!(results.get(i) instanceof BatchResult.Accepted)) {
                throw new IllegalStateException(changes.get(i) + ": " + results.get(i));
            }
        }
    }

    private static void list(IpvsClient client) throws Exception {
        try (PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false)) {
            for (IpvsService service : client.services()) {
                out.println("TCP  " + Rules.text(service.key()) + " " + service.scheduler());
                for (IpvsDestination server : client.destinations(service.key())) {
                    out.println("  -> " + server.key().address() + ":"
                            + server.key().port() + " " + server.forward() + " " + server.weight());
                }
            }
        }
    }
}
