/** Classes that replace those of the same name in the copy of the program that is benchmarked. */
package io.kubeipvs.netlink.sys;
