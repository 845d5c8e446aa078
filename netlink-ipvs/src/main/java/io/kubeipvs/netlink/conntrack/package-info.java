/**
 * Connection tracking: the kernel's table of flows, listed, counted and thinned out. Mirrors
 * {@code include/uapi/linux/netfilter/nfnetlink_conntrack.h} and {@code nf_conntrack_common.h}; the kernel's side is
 * {@code net/netfilter/nf_conntrack_netlink.c}.
 *
 * <p>A request to delete that names no tuple empties the table, of all families even, and so does a deletion by filter
 * on a kernel that does not know filters. The types of this package cannot express either: a {@link
 * io.kubeipvs.netlink.conntrack.FlowDeletion} is one flow.
 *
 * <p>Lists are filtered twice, by the kernel to copy less and here to be right. What kernels make of a filter:
 *
 * <table>
 * <caption>Which part of a filter the kernel applies, and since when</caption>
 * <tr><th>part</th><th>kernel</th></tr>
 * <tr><td>family</td><td>all</td></tr>
 * <tr><td>mark and mask</td><td>all that have marks; others refuse with {@code EOPNOTSUPP}</td></tr>
 * <tr><td>protocol, IPv4 addresses, TCP and UDP ports, of the original direction</td>
 * <td>5.8, within one family</td></tr>
 * <tr><td>status and mask</td><td>5.15</td></tr>
 * <tr><td>zone</td><td>6.9, zone 0 since 6.12</td></tr>
 * <tr><td>IPv6 addresses</td><td>never asked: all kernels up to 6.18 leave out those that match</td></tr>
 * <tr><td>reply direction</td><td>never asked: 5.8 to 5.15 compare with zeros</td></tr>
 * <tr><td>ports of other protocols</td><td>never asked: ignored</td></tr>
 * </table>
 */
package io.kubeipvs.netlink.conntrack;
