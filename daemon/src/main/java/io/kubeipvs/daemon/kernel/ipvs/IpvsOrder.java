package io.kubeipvs.daemon.kernel.ipvs;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.ipvs.IpvsDestination;
import io.kubeipvs.netlink.ipvs.IpvsService;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntBiFunction;

/**
 * The order in which {@code ipvsadm} lists objects. It subtracts addresses as numbers of 32 bits and looks at the sign: an
 * address that is greater by more than half of all addresses comes first. That is no order of three addresses that are far
 * apart, so the result depends on the algorithm: a merge sort from the top, as in the C library of Debian.
 */
final class IpvsOrder {
    private IpvsOrder() {}

    /** A difference whose sign decides, as the function of {@code qsort}. */
    interface Difference<T> extends ToIntBiFunction<T, T> {}

    static <T> List<T> sorted(List<T> all, Difference<T> difference) {
        if (all.size() < 2) {
            return all;
        }
        int half = all.size() / 2;
        List<T> left = sorted(all.subList(0, half), difference);
        List<T> right = sorted(all.subList(half, all.size()), difference);
        List<T> merged = new ArrayList<>(all.size());
        int fromRight = 0;
        for (T next : left) {
            while (fromRight < right.size() && difference.applyAsInt(next, right.get(fromRight)) > 0) {
                merged.add(right.get(fromRight++));
            }
            merged.add(next);
        }
        merged.addAll(right.subList(fromRight, right.size()));
        return merged;
    }

    /** The mark decides first, 0 where an address finds it; then family, protocol, address and port. */
    static int services(IpvsService.Key one, IpvsService.Key other) {
        int marks = mark(one) - mark(other);
        if (marks != 0) {
            return marks;
        }
        int families = one.family().number() - other.family().number();
        return families != 0 || mark(one) != 0
                ? families
                : byAddress((IpvsService.AddressKey) one, (IpvsService.AddressKey) other);
    }

    private static int byAddress(IpvsService.AddressKey one, IpvsService.AddressKey other) {
        int protocols = one.protocol() - other.protocol();
        if (protocols != 0) {
            return protocols;
        }
        int addresses = addresses(one.address(), other.address());
        return addresses != 0 ? addresses : one.port() - other.port();
    }

    private static int mark(IpvsService.Key key) {
        return key instanceof IpvsService.MarkKey byMark ? byMark.mark() : 0;
    }

    static int destinations(IpvsDestination.Key one, IpvsDestination.Key other) {
        int addresses = addresses(one.address(), other.address());
        return addresses != 0 ? addresses : one.port() - other.port();
    }

    private static int addresses(Address one, Address other) {
        if (one.family() == Family.V4) {
            return (int) one.lo() - (int) other.lo();
        }
        int[] differences = {
            (int) (one.hi() >>> 32) - (int) (other.hi() >>> 32),
            (int) one.hi() - (int) other.hi(),
            (int) (one.lo() >>> 32) - (int) (other.lo() >>> 32),
            (int) one.lo() - (int) other.lo()
        };
        for (int difference : differences) {
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }
}
