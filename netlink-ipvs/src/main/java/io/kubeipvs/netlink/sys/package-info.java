/**
 * The system calls behind {@link io.kubeipvs.netlink.Transport}, and network namespaces. The only package that may
 * import jnr-ffi.
 */
package io.kubeipvs.netlink.sys;
