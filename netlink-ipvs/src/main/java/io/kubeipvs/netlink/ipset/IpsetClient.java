package io.kubeipvs.netlink.ipset;

import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.NetlinkSocket;
import io.kubeipvs.netlink.RefusedException;
import io.kubeipvs.netlink.Transport;
import io.kubeipvs.netlink.sys.NativeTransport;
import java.util.List;

/**
 * The sets of ipset in one network namespace. Used by one thread at a time; needs CAP_NET_ADMIN over the namespace, for
 * reading too.
 *
 * <p>Every method makes the kernel load {@code ip_set}, where it can. Refusals to expect of every method: {@code EPERM}
 * CAP_NET_ADMIN is missing; {@code IPSET_ERR_PROTOCOL} a kernel that gave up protocol 6, of which there is none yet.
 */
public final class IpsetClient implements AutoCloseable {
    private final NetlinkSocket socket;

    private IpsetClient(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** Opens a client for the calling thread's network namespace. */
    public static IpsetClient open() throws NetlinkException {
        return over(NativeTransport.open(NetlinkProtocol.NETFILTER));
    }

    /** Makes a client of a transport, takes it over and closes it when it is closed. */
    public static IpsetClient over(Transport transport) {
        return new IpsetClient(new NetlinkSocket(transport));
    }

    /**
     * All sets of all programs in the order of their creation, with sets of sets last. None where the kernel has no
     * ipset. Sets that come or go meanwhile may be in it or not, and the kernel does not report this.
     */
    public List<Ipset> sets() throws NetlinkException {
        try {
            return socket.dump("list sets", IpsetCodec.list(), IpsetCodec::decode);
        } catch (RefusedException refused) {
            if (isWithoutIpset(refused)) {
                return List.of();
            }
            throw refused;
        }
    }

    /**
     * Removes all elements of a set, rules that use it or not.
     *
     * @param name 1 to 31 bytes, never blank
     * @throws RefusedException {@code ENOENT}: there is no such set; {@code EINVAL}: the kernel has no ipset
     */
    public void flush(String name) throws NetlinkException {
        socket.execute("flush set " + name, IpsetCodec.flush(name));
    }

    /**
     * Removes a set and its elements. A rule of nf_tables holds it some milliseconds longer than it is listed: the
     * kernel clears up behind a transaction. {@link Ipset#references()} shows when the kernel has released it.
     *
     * @param name 1 to 31 bytes, never blank
     * @throws RefusedException {@code ENOENT}: there is no such set; {@code IPSET_ERR_BUSY}: a rule or another set uses
     *     it, or a program lists it at this moment; {@code EINVAL}: the kernel has no ipset
     */
    public void destroy(String name) throws NetlinkException {
        socket.execute("destroy set " + name, IpsetCodec.destroy(name));
    }

    /** How many attributes were received so far that are newer than this library; they were skipped. */
    public long unknownAttributes() {
        return socket.unknownAttributes();
    }

    @Override
    public void close() throws NetlinkException {
        socket.close();
    }

    /** Netfilter's answer for a subsystem that it does not know; the request itself is always the same and good. */
    private static boolean isWithoutIpset(RefusedException refused) {
        return refused.errno().equals(Errno.EINVAL);
    }
}
