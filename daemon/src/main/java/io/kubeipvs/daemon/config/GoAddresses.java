package io.kubeipvs.daemon.config;

import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Ip;
import java.util.regex.Pattern;

/**
 * Addresses and ranges as kube-proxy reads them: numbers of IPv4 are decimal and may begin with zeros. Follows {@code
 * ParseIPSloppy} and {@code ParseCIDRSloppy} of k8s.io/utils/net.
 */
final class GoAddresses {
    private static final Pattern ZEROS = Pattern.compile("(?<![0-9a-fA-F])0+(?=[0-9])");

    private GoAddresses() {}

    /** @throws IllegalArgumentException when it is not an address */
    static Ip ip(String text) {
        return Ip.parse(withoutZeros(text));
    }

    /** @throws IllegalArgumentException when it is not a range */
    static Cidr cidr(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? Cidr.parse(text)
                : Cidr.parse(withoutZeros(text.substring(0, slash)) + "/"
                        + ZEROS.matcher(text.substring(slash + 1)).replaceFirst(""));
    }

    /** The text without zeros before a number of its IPv4 part. */
    private static String withoutZeros(String text) {
        if (text.indexOf('.') < 0) {
            return text;
        }
        int v4 = text.lastIndexOf(':') + 1;
        return text.substring(0, v4) + ZEROS.matcher(text.substring(v4)).replaceAll("");
    }
}
