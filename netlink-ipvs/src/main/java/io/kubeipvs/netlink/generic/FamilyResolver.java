package io.kubeipvs.netlink.generic;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.Layout;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.Message;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.NetlinkSocket;
import io.kubeipvs.netlink.RefusedException;
import io.kubeipvs.netlink.Request;

/**
 * Asks the controller for a family's id, which differs from boot to boot. Source: {@code net/netlink/genetlink.c,
 * ctrl_getfamily}. Kernels since 2017 load the family's module while they look.
 */
public final class FamilyResolver {
    private static final int CONTROLLER = 16;
    private static final int CONTROLLER_VERSION = 2;
    private static final int CTRL_CMD_GETFAMILY = 3;
    private static final int CTRL_ATTR_FAMILY_ID = 1;
    private static final int CTRL_ATTR_FAMILY_NAME = 2;
    private static final AttributeNames NAMES = AttributeNames.of(
            "CTRL_ATTR_",
            "UNSPEC",
            "FAMILY_ID",
            "FAMILY_NAME",
            "VERSION",
            "HDRSIZE",
            "MAXATTR",
            "OPS",
            "MCAST_GROUPS",
            "POLICY",
            "OP_POLICY",
            "OP");
    private static final Layout LAYOUT = new Layout(GenericHeader.SIZE, NAMES);

    /** {@code NLMSG_MIN_TYPE}: a request to a lower type succeeds and does nothing. */
    private static final int LOWEST_ID = 16;

    private FamilyResolver() {}

    /**
     * The family's id, at least 16.
     *
     * @throws FamilyNotFoundException when the kernel has no such family
     */
    public static int resolve(NetlinkSocket socket, String family) throws NetlinkException {
        Request request = new Request(CONTROLLER, 0, LAYOUT, out -> {
            GenericHeader.write(out, CTRL_CMD_GETFAMILY, CONTROLLER_VERSION);
            out.cstring(CTRL_ATTR_FAMILY_NAME, family);
        });
        try {
            return socket.ask("look up generic netlink family " + family, request, FamilyResolver::decode);
        } catch (RefusedException refused) {
            if (refused.errno().equals(Errno.ENOENT)) {
                throw new FamilyNotFoundException(family);
            }
            throw refused;
        }
    }

    static int decode(Message message) throws MalformedMessageException {
        AttributeReader in = message.attributes(LAYOUT);
        while (in.next()) {
            if (in.type() == CTRL_ATTR_FAMILY_ID) {
                int id = in.u16();
                if (id < LOWEST_ID) {
                    throw in.malformed("family id " + id + " is reserved");
                }
                return id;
            }
        }
        throw in.missing(CTRL_ATTR_FAMILY_ID);
    }
}
