package io.kubeipvs.bench.memory;

import java.util.LinkedHashMap;
import java.util.Map;

/** UDP flows of IPv4. Errnos are those of {@code net/netfilter/nf_conntrack_netlink.c}. */
final class FlowTable {
    private static final int CONNTRACK = 1 << 8;
    private static final int HEADER = 4;
    private static final byte AF_INET = 2;
    private static final byte UDP = 17;
    private static final int ID = 12;

    private final Map<Integer, byte[]> flows = new LinkedHashMap<>();
    private int lastId;

    /** An end of a flow: an IPv4 address and a port. */
    record End(byte[] address, int port) {
        private byte[] portBytes() {
            return new byte[] {(byte) (port >> 8), (byte) port};
        }
    }

    int count() {
        return flows.size();
    }

    /** A client's flow to an address that led it to a server. */
    void add(End client, End dialled, End server) {
        int id = ++lastId;
        flows.put(
                id,
                new Payload()
                        .raw(AF_INET, (byte) 0, (byte) 0, (byte) 0)
                        .nest(1, tuple(client, dialled))
                        .nest(2, tuple(server, client))
                        .addBe32(3, 0)
                        .addBe32(ID, id)
                        .copy());
    }

    private static byte[] tuple(End from, End to) {
        return new Payload()
                .nest(
                        1,
                        new Payload()
                                .add(1, from.address())
                                .add(2, to.address())
                                .copy())
                .nest(
                        2,
                        new Payload()
                                .add(1, new byte[] {UDP})
                                .add(2, from.portBytes())
                                .add(3, to.portBytes())
                                .copy())
                .copy();
    }

    void list(Request request, Answers answers) {
        if (request.header8(0) == AF_INET) {
            flows.values().forEach(flow -> answers.put(request, CONNTRACK, new Payload().raw(flow)));
        }
    }

    void delete(Request request) throws RefusedRequest {
        if (flows.remove(request.attributes(HEADER).get(ID).be32()) == null) {
            throw new RefusedRequest(RefusedRequest.ENOENT);
        }
    }
}
