/** Uses netlink-ipvs as the users of modules do. */
module consumer {
    requires io.kubeipvs.netlink;
}
