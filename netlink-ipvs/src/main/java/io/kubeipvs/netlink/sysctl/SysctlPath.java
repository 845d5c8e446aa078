package io.kubeipvs.netlink.sysctl;

import java.nio.file.Path;

/**
 * The file behind a key, by the rule of {@code sysctl(8)}: whichever of dot and slash comes first separates the parts,
 * and the other stands for itself or, between dots, for a dot. {@code net.ipv4.conf.eth0/1.rp_filter} and
 * {@code net/ipv4/conf/eth0.1/rp_filter} are one.
 */
final class SysctlPath {
    private SysctlPath() {}

    /** @throws IllegalArgumentException for what is no key, such as one with empty parts or parts that climb */
    static Path resolve(Path root, String key) {
        Path file = root;
        for (String part : slashed(key).split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..") || part.indexOf('\0') >= 0) {
                throw new IllegalArgumentException(
                        "sysctl key \"" + key + "\": expected parts joined by dots, as in net.ipv4.ip_forward");
            }
            file = file.resolve(part);
        }
        return file;
    }

    private static String slashed(String key) {
        int dot = key.indexOf('.');
        int slash = key.indexOf('/');
        boolean dotted = dot >= 0 && (slash < 0 || dot < slash);
        return dotted ? swapped(key) : key;
    }

    private static String swapped(String key) {
        StringBuilder swapped = new StringBuilder(key.length());
        for (char c : key.toCharArray()) {
            swapped.append(c == '.' ? '/' : c == '/' ? '.' : c);
        }
        return swapped.toString();
    }
}
