package io.kubeipvs.netlink.ipvs;

import io.kubeipvs.netlink.BatchResult;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.NetlinkSocket;
import io.kubeipvs.netlink.RefusedException;
import io.kubeipvs.netlink.generic.FamilyResolver;
import java.util.ArrayList;
import java.util.List;

/**
 * A conversation with the IPVS family, whose id is another after its module was unloaded and loaded again.
 *
 * <p>The kernel answers {@code ENOENT} to an id that is gone ({@code net/netlink/genetlink.c, genl_rcv_msg}); IPVS
 * itself does so for what a change needs and is missing. Either way nothing was executed. So after an {@code ENOENT}
 * the id is looked up, and what was refused with it is sent once more if the id is another now.
 */
final class IpvsSocket implements AutoCloseable {
    private final NetlinkSocket socket;
    private int family;
    private IpvsRequests requests;
    private IpvsChangeEncoder encoder;

    /** @throws io.kubeipvs.netlink.generic.FamilyNotFoundException when the kernel has no IPVS */
    IpvsSocket(NetlinkSocket socket) throws NetlinkException {
        this.socket = socket;
        use(FamilyResolver.resolve(socket, IpvsCommand.FAMILY));
    }

    /** One or more requests that may as well be made twice when they are refused. */
    @FunctionalInterface
    interface Conversation<T> {
        T hold(NetlinkSocket socket, IpvsRequests requests) throws NetlinkException;
    }

    <T> T hold(Conversation<T> conversation) throws NetlinkException {
        try {
            return conversation.hold(socket, requests);
        } catch (RefusedException refused) {
            if (!refused.errno().equals(Errno.ENOENT) || !hasNewFamily()) {
                throw refused;
            }
            return conversation.hold(socket, requests);
        }
    }

    List<BatchResult> apply(List<IpvsChange> changes) {
        List<BatchResult> results = socket.batch(changes, encoder);
        return results.stream().anyMatch(IpvsSocket::isNotFound) ? afterNotFound(changes, results) : results;
    }

    private List<BatchResult> afterNotFound(List<IpvsChange> changes, List<BatchResult> results) {
        try {
            return hasNewFamily() ? again(changes, results) : results;
        } catch (NetlinkException unloaded) {
            return results; // they are ENOENT already
        }
    }

    private List<BatchResult> again(List<IpvsChange> changes, List<BatchResult> results) {
        List<IpvsChange> refused = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            if (isNotFound(results.get(i))) {
                refused.add(changes.get(i));
            }
        }
        List<BatchResult> joined = new ArrayList<>(results);
        List<BatchResult> second = socket.batch(refused, encoder);
        int next = 0;
        for (int i = 0; i < joined.size(); i++) {
            if (isNotFound(joined.get(i))) {
                joined.set(i, second.get(next++));
            }
        }
        return List.copyOf(joined);
    }

    private static boolean isNotFound(BatchResult result) {
        return result instanceof BatchResult.Refused refused
                && refused.refusal().errno().equals(Errno.ENOENT);
    }

    /** Looks the id up again. True if it is another. */
    private boolean hasNewFamily() throws NetlinkException {
        int before = family;
        use(FamilyResolver.resolve(socket, IpvsCommand.FAMILY));
        return family != before;
    }

    private void use(int id) {
        family = id;
        requests = new IpvsRequests(id);
        encoder = new IpvsChangeEncoder(id);
    }

    long unknownAttributes() {
        return socket.unknownAttributes();
    }

    @Override
    public void close() throws NetlinkException {
        socket.close();
    }
}
