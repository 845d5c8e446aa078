package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Manifests;
import io.kubeipvs.it.support.NetlinkCapture;
import io.kubeipvs.it.support.Program;
import io.kubeipvs.it.support.Witness;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Delta in, delta out: what one change costs among a thousand Services, as the kernel's own tap saw it. */
class IncrementalKernelIT {
    private static final int SERVICES = 1000;
    private static final int IPVS_CMD_NEW_DEST = 5;
    private static final int IPVS_CMD_SET_DEST = 6;
    private static final int IPVS_CMD_DEL_DEST = 7;
    private static final int IPVS_CMD_GET_DEST = 8;
    private static final int IPVS_CMD_ATTR_SERVICE = 1;
    private static final int IPVS_SVC_ATTR_ADDR = 3;

    @Test
    void oneEndpointChangeSendsNoMessageAboutAnyOtherService() throws Exception {
        Manifests manifests = Manifests.create();
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < SERVICES; i++) {
            all.append(Manifests.web("web-" + i, vip(i), "10.36.0.1", "10.36.0.2"));
        }
        manifests.write("all.yaml", all.toString());
        manifests.write("one.yaml", Manifests.web("one", "10.97.0.1", "10.36.0.1", "10.36.0.2"));
        try (KernelNamespace namespace = KernelNamespace.withLoopback();
                Program program = Program.serving(namespace, manifests.folder(), "--ipvs-sync-period", "1h")) {
            Witness witness = new Witness(namespace);
            assertThat(witness.ipvsadm()).hasSize((SERVICES + 1) * 3);

            // The first round looks for kube-proxy's rules after its log line. The end of a second round proves that it
            // is over.
            manifests.write("other.yaml", Manifests.web("other", "10.97.0.2", "10.36.0.1"));
            program.awaitLog("synced services=1 ");

            List<NetlinkCapture.Request> requests;
            try (NetlinkCapture capture = NetlinkCapture.start(namespace)) {
                manifests.write("one.yaml", Manifests.web("one", "10.97.0.1", "10.36.0.2", "10.36.0.3"));
                program.awaitLog("synced services=1 operations=2 draining=1 ");
                program.awaitLog("synced services=0 operations=1 draining=0 ");
                requests = capture.requests();
            }
            assertThat(witness.ipvsadm())
                    .contains("-a -t 10.97.0.1:80 -r 10.36.0.3:8080 -m -w 1")
                    .doesNotContain("-a -t 10.97.0.1:80 -r 10.36.0.1:8080 -m -w 1");

            assertThat(requests).allMatch(request -> request.protocol() == NetlinkCapture.GENERIC);
            Set<String> asked = new TreeSet<>();
            requests.forEach(request -> asked.add(text(request.payload())));
            assertThat(asked)
                    .containsExactly(
                            "cmd " + IPVS_CMD_NEW_DEST + " 10.97.0.1",
                            "cmd " + IPVS_CMD_SET_DEST + " 10.97.0.1",
                            "cmd " + IPVS_CMD_DEL_DEST + " 10.97.0.1",
                            "cmd " + IPVS_CMD_GET_DEST + " 10.97.0.1");
            assertThat(requests).hasSize(4);
        }
    }

    private static String vip(int number) {
        return "10.96." + number / 250 + "." + (number % 250 + 1);
    }

    /** Command and VIP of a request of the IPVS family, read by hand: the program's own reader is not to be trusted. */
    private static String text(ByteBuffer payload) {
        int command = payload.get(0);
        ByteBuffer service =
                attribute(payload.slice(4, payload.limit() - 4).order(payload.order()), IPVS_CMD_ATTR_SERVICE);
        ByteBuffer address = attribute(service, IPVS_SVC_ATTR_ADDR);
        return "cmd " + command + " " + (address.get(0) & 0xff) + "." + (address.get(1) & 0xff) + "."
                + (address.get(2) & 0xff) + "." + (address.get(3) & 0xff);
    }

    private static ByteBuffer attribute(ByteBuffer attributes, int wanted) {
        int at = 0;
        while (at + 4 <= attributes.limit()) {
            int length = Short.toUnsignedInt(attributes.getShort(at));
            int type = attributes.getShort(at + 2) & 0x3fff;
            if (type == wanted) {
                return attributes.slice(at + 4, length - 4).order(attributes.order());
            }
            at += length + 3 & ~3;
        }
        throw new AssertionError("no attribute " + wanted);
    }
}
