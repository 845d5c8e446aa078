package io.kubeipvs.netlink;

import java.util.Map;

/**
 * A kernel error number, positive. Open: numbers without a name here are as good as those with one. Source:
 * {@code include/uapi/asm-generic/errno-base.h} and {@code errno.h}, the numbering of x86-64 and arm64; {@code
 * netfilter/ipset/ip_set.h, enum ipset_errno}, ipset's own numbers from 4096 on.
 */
public record Errno(int code) {
    public static final Errno EPERM = new Errno(1);
    public static final Errno ENOENT = new Errno(2);
    public static final Errno ESRCH = new Errno(3);
    public static final Errno EINTR = new Errno(4);
    public static final Errno EAGAIN = new Errno(11);
    public static final Errno ENOMEM = new Errno(12);
    public static final Errno EACCES = new Errno(13);
    public static final Errno EBUSY = new Errno(16);
    public static final Errno EEXIST = new Errno(17);
    public static final Errno ENODEV = new Errno(19);
    public static final Errno EINVAL = new Errno(22);
    public static final Errno ENFILE = new Errno(23);
    public static final Errno ERANGE = new Errno(34);
    public static final Errno ENOTEMPTY = new Errno(39);
    public static final Errno ELOOP = new Errno(40);
    public static final Errno ERESTART = new Errno(85);
    public static final Errno EMSGSIZE = new Errno(90);
    public static final Errno EOPNOTSUPP = new Errno(95);
    public static final Errno EAFNOSUPPORT = new Errno(97);
    public static final Errno EADDRINUSE = new Errno(98);
    public static final Errno EADDRNOTAVAIL = new Errno(99);
    public static final Errno ENOBUFS = new Errno(105);
    public static final Errno ECONNREFUSED = new Errno(111);
    public static final Errno IPSET_ERR_PROTOCOL = new Errno(4097);
    public static final Errno IPSET_ERR_BUSY = new Errno(4100);

    private static final Map<Errno, String> NAMES = Map.ofEntries(
            Map.entry(EPERM, "EPERM"),
            Map.entry(ENOENT, "ENOENT"),
            Map.entry(ESRCH, "ESRCH"),
            Map.entry(EINTR, "EINTR"),
            Map.entry(EAGAIN, "EAGAIN"),
            Map.entry(ENOMEM, "ENOMEM"),
            Map.entry(EACCES, "EACCES"),
            Map.entry(EBUSY, "EBUSY"),
            Map.entry(EEXIST, "EEXIST"),
            Map.entry(ENODEV, "ENODEV"),
            Map.entry(EINVAL, "EINVAL"),
            Map.entry(ENFILE, "ENFILE"),
            Map.entry(ERANGE, "ERANGE"),
            Map.entry(ENOTEMPTY, "ENOTEMPTY"),
            Map.entry(ELOOP, "ELOOP"),
            Map.entry(ERESTART, "ERESTART"),
            Map.entry(EMSGSIZE, "EMSGSIZE"),
            Map.entry(EOPNOTSUPP, "EOPNOTSUPP"),
            Map.entry(EAFNOSUPPORT, "EAFNOSUPPORT"),
            Map.entry(EADDRINUSE, "EADDRINUSE"),
            Map.entry(EADDRNOTAVAIL, "EADDRNOTAVAIL"),
            Map.entry(ENOBUFS, "ENOBUFS"),
            Map.entry(ECONNREFUSED, "ECONNREFUSED"),
            Map.entry(IPSET_ERR_PROTOCOL, "IPSET_ERR_PROTOCOL"),
            Map.entry(IPSET_ERR_BUSY, "IPSET_ERR_BUSY"));

    /** Written out, as in the other records that each start compares: Java makes a dozen classes for its own when it first runs. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Errno errno && errno.code == code;
    }

    @Override
    public int hashCode() {
        return code;
    }

    /** The symbolic name, or {@code errno 123} for a number without one here. */
    @Override
    public String toString() {
        return NAMES.getOrDefault(this, "errno " + code);
    }
}
