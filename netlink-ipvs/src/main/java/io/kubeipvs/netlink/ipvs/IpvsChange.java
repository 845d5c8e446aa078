package io.kubeipvs.netlink.ipvs;

import java.util.Objects;

/**
 * One change to the kernel's table. Each names the refusals to expect; {@code EINVAL} besides them is an impossible
 * value, and {@code EPERM} a missing CAP_NET_ADMIN. Source: {@code net/netfilter/ipvs/ip_vs_ctl.c, ip_vs_genl_set_cmd}.
 */
public sealed interface IpvsChange {
    /** One method a case: adding a case breaks every caller's compilation, as a pattern switch would. */
    interface Cases<R> {
        R newService(NewService change);

        R setService(SetService change);

        R deleteService(DeleteService change);

        R newDestination(NewDestination change);

        R setDestination(SetDestination change);

        R deleteDestination(DeleteDestination change);
    }

    <R> R on(Cases<R> cases);

    /**
     * Adds a virtual server. {@code EEXIST}: there is one; {@code ENOENT}: the module of its scheduler or persistence
     * engine is missing.
     */
    record NewService(IpvsService service) implements IpvsChange {
        public NewService {
            Objects.requireNonNull(service);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.newService(this);
        }
    }

    /**
     * Alters all of a virtual server. {@code ESRCH}: there is none; {@code ENOENT}: the module of its scheduler or
     * persistence engine is missing.
     */
    record SetService(IpvsService service) implements IpvsChange {
        public SetService {
            Objects.requireNonNull(service);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.setService(this);
        }
    }

    /** Removes a virtual server and its real servers. {@code ESRCH}: there is none. */
    record DeleteService(IpvsService.Key key) implements IpvsChange {
        public DeleteService {
            Objects.requireNonNull(key);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.deleteService(this);
        }
    }

    /**
     * Adds a real server. {@code EEXIST}: there is one; {@code ESRCH}: there is no such virtual server; {@code EINVAL}
     * also when the address is not unicast here, which holds for every address in a namespace whose loopback is down,
     * when a GUE tunnel lacks its port, and when the address is of the other family without a tunnel.
     */
    record NewDestination(IpvsService.Key service, IpvsDestination destination) implements IpvsChange {
        public NewDestination {
            Objects.requireNonNull(service);
            Objects.requireNonNull(destination);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.newDestination(this);
        }
    }

    /** Alters all of a real server. {@code ENOENT}: there is none; {@code ESRCH}: there is no such virtual server. */
    record SetDestination(IpvsService.Key service, IpvsDestination destination) implements IpvsChange {
        public SetDestination {
            Objects.requireNonNull(service);
            Objects.requireNonNull(destination);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.setDestination(this);
        }
    }

    /** Removes a real server. {@code ENOENT}: there is none; {@code ESRCH}: there is no such virtual server. */
    record DeleteDestination(IpvsService.Key service, IpvsDestination.Key key) implements IpvsChange {
        public DeleteDestination {
            Objects.requireNonNull(service);
            Objects.requireNonNull(key);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.deleteDestination(this);
        }
    }
}
